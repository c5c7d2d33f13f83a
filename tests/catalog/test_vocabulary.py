"""The words that mean the same."""

from importlib import resources

from catalog.vocabulary import meanings, spelled


def lines():
    text = (
        resources.files("catalog").joinpath("plain/vocabulary.txt").read_text("utf-8")
    )
    return [x for x in text.splitlines() if x.strip() and not x.startswith("#")]


def test_every_set_has_two_ways_to_say_it():
    assert all(len([w for w in line.split(";") if w.strip()]) > 1 for line in lines())
    assert all(line == line.lower() for line in lines())


def test_words_of_a_set_mean_one_another():
    known = meanings()

    assert ("ultrasound",) in known[("sonogram",)]
    assert ("sonogram",) in known[("ultrasound",)]


def test_every_phrase_means_itself():
    assert all(phrase in alike for phrase, alike in meanings().items())


def test_words_are_known_as_they_are_written():
    assert {"sonogram", "ultrasound"} <= spelled()
