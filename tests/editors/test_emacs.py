"""Emacs with the configuration that its page shows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .pages import code_of

pytestmark = pytest.mark.usefixtures("home")

WAIT = """
(setq debug-on-error nil)
(package-initialize)
(defun wait-until (found)
  (let ((end (+ 120 (float-time))))
    (while (not (funcall found))
      (when (> (float-time) end) (error "It never came: %S" found))
      (accept-process-output nil 0.05))))
(defun say (what) (princ (concat what "\\n")))
(defun findings () (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
"""
EGLOT = """
(require 'eglot)
(setq eglot-sync-connect 120 eglot-connect-timeout 120 eglot-confirm-server-initiated-edits nil)
(find-file (pop command-line-args-left))
(run-hooks 'post-command-hook)
(wait-until #'findings)
(say (string-join (findings)))
(search-forward "Order.objects")
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (say (plist-get (plist-get hover :contents) :value)))
(scale-fix-all)
(save-buffer)
(eglot-shutdown-all)
"""
LSP_MODE = """
(setq lsp-auto-guess-root t lsp-response-timeout 120 lsp-diagnostics-provider :none)
(require 'lsp-mode)
(find-file (pop command-line-args-left))
(run-hooks 'post-command-hook)
(wait-until (lambda () (gethash buffer-file-name (lsp-diagnostics))))
(maphash (lambda (_ all) (mapc (lambda (one) (say (lsp:diagnostic-message one))) all)) (lsp-diagnostics))
(search-forward "Order.objects")
(let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
  (say (lsp:markup-content-value (lsp:hover-contents hover))))
(lsp-execute-code-action-by-kind "source.fixAll.scale")
(save-buffer)
(lsp-workspace-shutdown (car (lsp-workspaces)))
"""


@pytest.mark.parametrize(("client", "steps"), [("eglot", EGLOT), ("lsp-mode", LSP_MODE)], ids=["eglot", "lsp-mode"])
def test_findings_hover_and_fixes(client: str, steps: str, project: Path, home: Path) -> None:
    script = home / "steps.el"
    script.write_text(WAIT + code_of("emacs", "The folder of the project") + code_of("emacs", client) + steps)
    views = project / "shop" / "views.py"
    command = ["emacs", "--batch", "--load", script, views]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert "`customer` loaded once per row of `Order`" in done.stdout
    assert "`related-access-in-loop`" in done.stdout
    assert 'Order.objects.all().select_related("customer")' in views.read_text()
