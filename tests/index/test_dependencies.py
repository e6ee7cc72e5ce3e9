"""Who depends on what, while users come and go."""

from scale_lsp.index.dependencies import Reads, Users, file
from scale_lsp.index.memo import Memo


def test_the_only_user_of_a_thing() -> None:
    users = Users[str]()
    users.add("one", ["a", "b"])
    assert list(users.of(["a"])) == ["one"]
    users.remove("one", ["a"])
    assert list(users.of(["a", "b"])) == ["one"]
    users.remove("one", ["b"])
    assert list(users.of(["a", "b"])) == []


def test_several_users_stay_in_order_until_one_is_left() -> None:
    users = Users[str]()
    for user in ("one", "two", "one", "three"):
        users.add(user, ["a"])
    assert list(users.of(["a"])) == ["one", "two", "three"]
    users.remove("one", ["a"])
    users.remove("three", ["a"])
    assert list(users.of(["a"])) == ["two"]
    users.add("one", ["a"])
    assert list(users.of(["a"])) == ["two", "one"]


def test_many_users_stay_in_order_until_few_are_left() -> None:
    users, many = Users[int](), list(range(30))
    for user in many:
        users.add(user, ["a"])
        users.add(user // 2, ["a"])
        assert list(users.of(["a"])) == many[: user + 1]
    while many:
        users.remove(many.pop(len(many) // 2), ["a"])
        assert list(users.of(["a"])) == many


def test_who_is_no_user_can_be_removed() -> None:
    users = Users[str]()
    users.add("one", ["a"])
    users.remove("two", ["a", "b"])
    assert list(users.of(["a", "b"])) == ["one"]


def test_users_that_are_tuples_are_no_several_users() -> None:
    users = Users[tuple[str, ...]]()
    users.add(("one", "two"), ["a"])
    users.add(("three",), ["a"])
    users.remove(("one", "two"), ["a"])
    assert list(users.of(["a"])) == [("three",)]


def test_a_memo_hands_over_what_still_holds() -> None:
    reads, made = Reads(), list[str]()

    def make(key: str) -> str:
        reads.note(file(key))
        made.append(key)
        return key.upper()

    before = Memo[str, str](reads)
    assert [before.get(key, make) for key in ("a", "b")] == ["A", "B"]
    after = before.without({file("a")})
    assert after.gone == {"a": "A"}
    assert before.get("b", str.title) == "B"  # of its own: what it makes of things now is not the other's
    assert before.get("a", lambda _: "old") == "old"
    assert [after.get(key, make) for key in ("a", "b")] == ["A", "B"]
    assert made == ["a", "b", "a"]
