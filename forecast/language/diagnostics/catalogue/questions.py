"""Questions and conditions."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "question-kind",
        "A question asks for a text.",
        "A question asks for a quantity, an event, or a condition whose chance is wanted. The words of the question "
        "are its title.",
        bad='question q = "when will it rain?"',
        good='event rain ~ 2027-01 to 2027-03\nquestion q = rain { title "when will it rain?" }',
    ),
    mistake(
        "unknown-field",
        "A question has an entry that questions do not have.",
        "In the braces of a question stand its `title`, its `source` and the date at which it `resolves`.",
        bad='x ~ 1 to 5\nquestion q = x { titel "How much?" }',
        good='x ~ 1 to 5\nquestion q = x { title "How much?" }',
    ),
    mistake(
        "field-value",
        "An entry of a question has a value that it cannot have.",
        "`title` and `source` are texts in quotation marks; `resolves` is a written date.",
        bad="x ~ 1 to 5\nquestion q = x { resolves 5 years }",
        good="x ~ 1 to 5\nquestion q = x { resolves 2031-11-23 }",
    ),
    mistake(
        "repeated-field",
        "An entry of a question is stated twice.",
        "A question has one title, one source and one date of resolution.",
        bad='x ~ 1 to 5\nquestion q = x { title "a"; title "b" }',
        good='x ~ 1 to 5\nquestion q = x { title "a" }',
    ),
    mistake(
        "not-a-condition",
        "Something stands where a condition is wanted, and is neither true nor false.",
        "A condition compares: an event with a date (`agi before 2030`), a quantity with a number (`x > 0`). An "
        "event by itself is a date; that it happens at all is `agi < never`.",
        bad="event agi ~ 2028 to 2045\nx = if agi then 1 else 2",
        good="event agi ~ 2028 to 2045\nx = if agi before 2035 then 1 else 2",
    ),
    mistake(
        "branches-differ",
        "Values of which one is used do not go together.",
        "Whichever branch of an `if`, cell of a table or part of a mixture is used, the result must be the same "
        "sort of thing in the same sort of unit. A missing unit is the most frequent reason.",
        bad="rich ~ chance(30%)\nx = if rich then 3 USD else 2",
        good="rich ~ chance(30%)\nx = if rich then 3 USD else 2 USD",
    ),
    mistake(
        "no-order",
        "Things without an order are compared with `<` or `>`.",
        "Labels, texts, true and false are equal or different, and none is larger than another.",
        bad="path ~ choice(slow: 60%, fast: 40%)\nquestion q = path > slow",
        good="path ~ choice(slow: 60%, fast: 40%)\nquestion q = path == fast",
    ),
    mistake(
        "case-incomplete",
        "A `case` leaves some values without an answer.",
        "In some possible worlds nothing would be said. Add the missing entries, or `else`, which takes all that is "
        "left; for a number there is always something left.",
        bad="path ~ choice(slow: 60%, fast: 30%, stuck: 10%)\nx = case path { slow: 10, fast: 3 }",
        good="path ~ choice(slow: 60%, fast: 30%, stuck: 10%)\nx = case path { slow: 10, fast: 3, else: 50 }",
    ),
    mistake(
        "else-not-last",
        "Entries of a `case` follow its `else`.",
        "The entries are tried in order, and `else` takes all that is left, so nothing after it is ever reached.",
        bad="path ~ choice(slow: 60%, fast: 40%)\nx = case path { else: 10, fast: 3 }",
        good="path ~ choice(slow: 60%, fast: 40%)\nx = case path { fast: 3, else: 10 }",
    ),
    mistake(
        "duplicate-cell",
        "A table or a `case` has two entries for the same thing.",
        "Only one of them could be used. Keep one.",
        bad="index lab = openai, google\nlead[lab] = {openai: 1, google: 2, openai: 3}",
        good="index lab = openai, google\nlead[lab] = {openai: 1, google: 2}",
    ),
)
