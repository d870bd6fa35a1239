"""Documentation is chosen among what the user gives, and never made up."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.errors import DocsError
from generator.prose.candidates import Candidate, candidates_from, candidates_in, chosen

KNOWN = (
    Candidate("https://parcels.example/docs", "Track parcels and shipments"),
    Candidate("https://bank.example/api", "Accounts and transfers"),
    Candidate("https://post.example/developers", "Letters, stamps and parcels"),
)


def test_a_file_gives_its_addresses_with_the_words_around_them(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "# mine\nhttps://a.example/docs  Track parcels\n- Bank: https://b.example/api.\n\nno address here\n"
    )
    assert candidates_in(path) == (
        Candidate("https://a.example/docs", "Track parcels"),
        Candidate("https://b.example/api", "Bank"),
    )


def test_a_file_may_be_json(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"url": "https://a.example/docs", "title": "Parcels"}, "https://b.example", 7]')
    assert candidates_in(path) == (Candidate("https://a.example/docs", "Parcels"), Candidate("https://b.example"))


def test_a_file_without_addresses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("nothing\n")
    with pytest.raises(DocsError, match="No address"):
        candidates_in(tmp_path / "empty.txt")
    with pytest.raises(DocsError, match="cannot be read"):
        candidates_in(tmp_path / "missing.txt")


def test_the_best_candidates_are_those_that_share_most_words_with_the_topic() -> None:
    assert [each.url for each in chosen("a parcel tracking API", KNOWN)] == [KNOWN[0].url, KNOWN[2].url]
    assert [each.url for each in chosen("bank transfers", KNOWN)] == [KNOWN[1].url]


def test_a_topic_of_which_no_candidate_speaks_is_told() -> None:
    with pytest.raises(DocsError, match="None of the 3 candidates"):
        chosen("weather", KNOWN)


def test_whatever_chooses_can_only_point_at_candidates() -> None:
    def invents(topic: str, known: Sequence[Candidate]) -> Sequence[int]:
        return [len(known)]

    def picks(topic: str, known: Sequence[Candidate]) -> Sequence[int]:
        return [1, 1]

    with pytest.raises(DocsError, match="not among the candidates"):
        chosen("parcels", KNOWN, invents)
    assert chosen("parcels", KNOWN, picks) == (KNOWN[1],)


def test_a_search_command_is_run_without_a_shell() -> None:
    command = (
        f"{sys.executable} -c \"import sys; print(sys.argv[1:], chr(10), 'https://a.example/' + str(len(sys.argv)))\""
    )
    assert candidates_from(command, "parcels; rm -rf /")[0].url == "https://a.example/2"
    assert candidates_from(f"{command} one {{topic}}", "$(echo x)")[0].url == "https://a.example/3"


def test_a_search_command_that_fails_is_told() -> None:
    with pytest.raises(DocsError, match="ended with 3"):
        candidates_from(f'{sys.executable} -c "raise SystemExit(3)"', "parcels")
    with pytest.raises(DocsError, match="fails"):
        candidates_from("no-such-command-here", "parcels")
