"""`check --diff-base`: what a change has made worse, in real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.repository import VIEWS, Repository, repository, run

ANOTHER = """

def others():
    return [order.seller.name for order in Order.objects.all()]
"""
SELLER = 'return f"{order.pk} {order.seller}"'


def checked(*arguments: str, since: str = "HEAD") -> tuple[list[str], int]:
    """`file:line rule` of the findings, with the line of the cause where there is one, and the exit status."""
    done = run("check", "--diff-base", since, "--output-format", "json", *arguments)
    assert not done.err, done.err
    found = [
        f"{place(one)} {one['rule']}" + (f" <- {place(one['cause'])}" if one["cause"] else "")
        for one in json.loads(done.out)
    ]
    return found, done.code


def place(one: dict[str, object]) -> str:
    location = one["location"]
    assert isinstance(location, dict)
    return f"{Path(str(one['filename'])).name}:{location['row']}"


def test_nothing_is_new_where_nothing_has_changed(repo: Repository) -> None:
    assert run("check").code == 1
    done = run("check", "--diff-base", "HEAD")
    assert (done.code, done.out) == (0, "Nothing new since HEAD.\n")


def test_a_finding_that_moves_is_not_new(repo: Repository) -> None:
    repo.replace("shop/views.py", "\n\ndef names", "\n\n# a comment\nX = 1\n\n\ndef names")
    assert checked() == ([], 0)
    assert run("check", "--diff-base", "HEAD").out == "Nothing new since HEAD (1 known).\n"


def test_a_finding_on_a_changed_line(repo: Repository) -> None:
    repo.write("shop/views.py", VIEWS + ANOTHER)
    assert checked() == (["views.py:18 related-access-in-loop"], 1)


def test_an_equal_line_further_up_leaves_the_old_one_known(repo: Repository) -> None:
    line = "    return [order.customer.name for order in Order.objects.all()]\n"
    repo.replace("shop/views.py", f"def names():\n{line}", f"def names(x):\n    if x:\n    {line}{line}")
    assert checked() == (["views.py:7 related-access-in-loop"], 1)


def test_a_read_that_makes_an_untouched_view_worse_is_named(repo: Repository) -> None:
    repo.replace("shop/texts.py", "return str(order.pk)", SELLER)
    assert checked() == (["views.py:14 related-access-in-loop <- texts.py:2"], 1)
    assert "caused by this change: `seller` is read here once per row" in run("check", "--diff-base", "HEAD").out


def test_what_is_not_there_any_more_is_a_cause(repo: Repository) -> None:
    repo.replace("shop/models.py", 'self.select_related("customer")', "self.all()")
    assert checked() == (["views.py:10 related-access-in-loop <- models.py:15"], 1)
    assert 'here was `return self.select_related("customer")`' in run("check", "--diff-base", "HEAD").out


def test_of_several_hunks_the_one_that_counts_is_the_cause(repo: Repository) -> None:
    repo.replace("shop/models.py", "max_length=10", "max_length=20")
    repo.replace("shop/models.py", "class Region", "# Where somebody lives.\nclass Region")
    repo.replace("shop/models.py", '        return self.select_related("customer")\n', "        return self\n")
    assert checked() == (["views.py:10 related-access-in-loop <- models.py:16"], 1)


def test_a_file_that_is_gone_is_a_cause(repo: Repository) -> None:
    repo.write("requirements.txt", "django\n")
    repo.write("requirements-http.txt", "django-debug-toolbar\n")
    repo.write("manage.py", 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n')
    repo.write("site1/wsgi.py", 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n')
    repo.write("site1/settings.py", 'INSTALLED_APPS = ["shop", "debug_toolbar"]\nROOT_URLCONF = "site1.urls"\n')
    repo.commit()
    (repo.folder / "requirements-http.txt").unlink()
    assert checked() == (["settings.py:1 undeclared-dependency <- settings.py:1"], 1)
    assert "caused by this change: requirements-http.txt is removed" in run("check", "--diff-base", "HEAD").out


def test_one_that_costs_more_than_before_is_worse(repo: Repository) -> None:
    repo.replace("shop/texts.py", "return str(order.pk)", SELLER)
    repo.commit()
    repo.replace("shop/texts.py", "{order.seller}", "{order.seller.region}")
    assert checked() == (["views.py:14 related-access-in-loop <- texts.py:2"], 1)


def test_one_that_is_written_anew_and_costs_the_same_is_not_new(repo: Repository) -> None:
    repo.replace(
        "shop/views.py", "order.customer.name for order in Order.objects.all()", "o.seller for o in Order.objects.all()"
    )
    assert checked() == ([], 0)
    repo.replace("shop/views.py", "o.seller for o", "(o.seller, o.customer) for o")
    assert checked() == (["views.py:6 related-access-in-loop"], 1)


def test_one_that_costs_less_is_not(repo: Repository) -> None:
    repo.replace("shop/texts.py", "return str(order.pk)", SELLER.replace("seller", "seller.region"))
    repo.commit()
    repo.replace("shop/texts.py", "seller.region", "seller")
    assert checked() == ([], 0)


def test_staged_untracked_and_committed_changes_count_alike(repo: Repository) -> None:
    repo.write("shop/untracked.py", VIEWS)
    repo.write("shop/staged.py", VIEWS)
    repo.git("add", "shop/staged.py")
    assert checked()[0] == ["staged.py:6 related-access-in-loop", "untracked.py:6 related-access-in-loop"]
    repo.commit()
    assert len(checked(since="HEAD~1")[0]) == 2
    assert checked(since="HEAD") == ([], 0)


def test_files_are_told_in_the_usual_order(repo: Repository) -> None:
    repo.write("shop/all.py", VIEWS)
    repo.write("shop/views.py", VIEWS + ANOTHER)
    assert checked()[0] == ["all.py:6 related-access-in-loop", "views.py:18 related-access-in-loop"]


def test_what_git_ignores_is_not_looked_at(repo: Repository) -> None:
    repo.write(".gitignore", "generated/\n")
    repo.write("shop/generated/views.py", VIEWS)
    assert checked() == ([], 0)


def test_a_renamed_function_in_a_renamed_and_reformatted_file_has_nothing_new(repo: Repository) -> None:
    repo.git("mv", "shop/views.py", "shop/pages.py")
    repo.replace(
        "shop/pages.py",
        "def names():\n    return [order.customer.name for order in Order.objects.all()]",
        "def titles():\n    return [\n        order.customer.name\n        for order in Order.objects.all()\n    ]",
    )
    assert checked() == ([], 0)


def test_a_moved_function_is_known_even_if_its_new_file_alone_is_checked(repo: Repository) -> None:
    function = "\n\ndef names():\n    return [order.customer.name for order in Order.objects.all()]\n"
    repo.replace("shop/views.py", function, "")
    repo.write("shop/names.py", "from .models import Order\n" + function)
    assert checked("shop/names.py") == ([], 0)


def test_three_dots_mean_the_common_ancestor(repo: Repository) -> None:
    """The finding that `main` has lost since is not one that the branch has added."""
    repo.git("checkout", "-q", "-b", "topic")
    repo.write("shop/more.py", VIEWS)
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.replace("shop/views.py", "Order.objects.all()]\n\n\ndef listed", "Order.objects.listed()]\n\n\ndef listed")
    repo.commit()
    repo.git("checkout", "-q", "topic")
    assert checked(since="main...") == (["more.py:6 related-access-in-loop"], 1)
    assert checked(since="main...topic") == (["more.py:6 related-access-in-loop"], 1)
    assert len(checked(since="main")[0]) == 2


def test_line_ends_that_git_has_changed_are_no_change(repo: Repository) -> None:
    repo.write("shop/views.py", VIEWS.replace("\n", "\r\n"))
    assert run("check", "--diff-base", "HEAD").out == "Nothing new since HEAD.\n"
    repo.write("shop/views.py", (VIEWS + ANOTHER).replace("\n", "\r\n"))
    assert checked() == (["views.py:18 related-access-in-loop"], 1)


def test_a_project_below_the_top_of_its_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = repository(tmp_path / "backend")
    (made.folder / ".git").rename(tmp_path / ".git")
    outer = Repository(tmp_path)
    outer.commit()
    outer.write("backend/shop/views.py", VIEWS + ANOTHER)
    monkeypatch.chdir(tmp_path / "backend")
    assert checked() == (["views.py:18 related-access-in-loop"], 1)


def test_links_are_followed_as_on_disk(repo: Repository) -> None:
    (repo.folder / "shop" / "link.py").symlink_to("views.py")
    (repo.folder / "shop" / "out.py").symlink_to(repo.folder.parent / "elsewhere.py")
    (repo.folder.parent / "elsewhere.py").write_text(VIEWS)
    repo.commit()
    assert checked() == ([], 0)
    repo.write("shop/views.py", VIEWS + ANOTHER)
    assert checked()[0] == ["link.py:18 related-access-in-loop", "views.py:18 related-access-in-loop"]


def test_a_submodule_is_no_change(repo: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = repository(tmp_path_factory.mktemp("other"))
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.folder), "vendored")
    repo.commit()
    assert checked() == ([], 0)


def test_standard_input_is_the_file_as_it_is_now(repo: Repository) -> None:
    arguments = ["check", "--diff-base", "HEAD", "--stdin-filename", "shop/views.py", "--output-format", "concise"]
    done = run(*arguments, text=VIEWS + ANOTHER)
    assert "shop/views.py:18" in done.out
    assert "shop/views.py:6" not in done.out


def test_only_new_findings_are_fixed(repo: Repository) -> None:
    repo.write("shop/views.py", VIEWS + ANOTHER)
    done = run("check", "--diff-base", "HEAD", "--fix")
    assert (done.code, done.out) == (0, "Nothing new since HEAD (1 known).\n")
    fixed = ANOTHER.replace("Order.objects.all()", 'Order.objects.all().select_related("seller")')
    assert (repo.folder / "shop" / "views.py").read_text() == VIEWS + fixed


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nowhere", "no revision 'nowhere'"),
        ("nowhere...", "no commit 'nowhere'"),
        ("--output=x", "'--output=x' is no revision"),
    ],
)
def test_a_revision_that_is_not_there(repo: Repository, revision: str, said: str) -> None:
    done = run("check", f"--diff-base={revision}")
    assert done.code == 2
    assert said in done.err
    assert not (repo.folder / "x").exists()


def test_histories_without_a_common_ancestor(repo: Repository) -> None:
    repo.git("checkout", "-q", "--orphan", "alone")
    repo.git("commit", "-q", "-m", "another beginning")
    assert "no common ancestor" in run("check", "--diff-base", "main...").err


def test_a_folder_without_git(project: Path) -> None:
    done = run("check", "--diff-base", "HEAD")
    assert done.code == 2
    assert "not a git repository" in done.err


def test_nothing_that_a_repository_names_is_run(repo: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each of these is run by `git diff` or `git status`, or to complete a partial clone."""
    bait, taken = tmp_path_factory.mktemp("bait") / "bait.sh", repo.folder / "taken"
    bait.write_text(f"#!/bin/sh\ntouch {taken}\n")
    bait.chmod(0o755)
    repo.write(".gitattributes", "*.py filter=bait diff=bait\n")
    repo.commit()
    blob = repo.git("rev-parse", "HEAD:shop/views.py").strip()
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.alternateRefsCommand", "core.askPass"),
        *("diff.external", "diff.bait.textconv", "diff.bait.command", "pager.cat-file", "pager.ls-tree"),
        *("filter.bait.clean", "filter.bait.smudge", "filter.bait.process", "credential.helper", "gpg.program"),
    ):
        repo.git("config", key, str(bait))
    for key, value in {
        "alias.rev-parse": f"!{bait}",
        "protocol.ext.allow": "always",
        "remote.origin.url": f"ext::{bait}",
        "remote.origin.promisor": "true",
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
    }.items():
        repo.git("config", key, value)
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-commit"):
        (repo.folder / ".git" / "hooks" / hook).symlink_to(bait)
    taken.unlink(missing_ok=True)
    repo.write("shop/views.py", VIEWS + ANOTHER)
    assert checked() == (["views.py:18 related-access-in-loop"], 1)
    (repo.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    refused = run("check", "--diff-base", "HEAD")
    assert (refused.code, "Usage" in refused.err) == (2, True)
    assert not taken.exists()
    for command in (["status"], ["cat-file", "-p", blob]):
        subprocess.run(["git", "-C", str(repo.folder), *command], capture_output=True, check=False)
        assert taken.exists(), "the bait works"
        taken.unlink()
