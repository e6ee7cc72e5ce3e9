"""What sources say, by key, while sources come and go."""

from scale_lsp.flow.grouping import Groups


def test_one_source_of_a_key_then_several_then_one() -> None:
    groups = Groups[str, str, str]()
    groups.put("one", [("key", "a"), ("key", "b"), ("other", "c")])
    assert groups.group("key") == ["a", "b"]
    groups.put("two", [("key", "d")])
    assert groups.group("key") == ["a", "b", "d"]
    groups.put("one", [("key", "e")])
    assert groups.group("key") == ["d", "e"]
    assert "other" not in groups
    groups.put("two", [])
    assert groups.group("key") == ["e"]
    groups.put("one", [])
    assert (groups.group("key"), "key" in groups, groups.keys("one")) == ([], False, ())


def test_only_what_says_something_else_has_changed() -> None:
    groups = Groups[str, str, str]()
    same = "said"
    groups.put("one", [("kept", same), ("gone", same)])
    groups.put("two", [("kept", same)])
    assert list(groups.take()) == ["kept", "gone"]
    groups.put("one", [("kept", same), ("new", same)])
    assert set(groups.take()) == {"gone", "new"}
