"""Indexes, their elements, and tables."""

from forecast.language.diagnostics.catalogue.entry import mistake

_LABS = "index lab = openai, google\nspend[lab] ~ 1B to 5B USD\n"

RULES = (
    mistake(
        "unknown-index",
        "An index is named that does not exist.",
        "After `over` stands an index, declared as in `index lab = openai, google`. A quantity that has an index is "
        "not one itself.",
        bad=_LABS + "question q = sum(spend over labs)",
        good=_LABS + "question q = sum(spend over lab)",
    ),
    mistake(
        "unknown-element",
        "Something is named that is no element of the index.",
        "Elements are chosen by their names, not by their places. The message lists those that there are.",
        bad=_LABS + "question q = spend[gogle]",
        good=_LABS + "question q = spend[google]",
    ),
    mistake(
        "ambiguous-element",
        "The name of an element belongs to several indexes of the quantity.",
        "Indexes may share names of elements. Where a quantity has two such indexes, say which one is meant.",
        bad="index buyer = openai, google\nindex seller = openai, nvidia\ntrade[buyer, seller] ~ 1 to 5 USD\n"
        "question q = trade[openai]",
        good="index buyer = openai, google\nindex seller = openai, nvidia\ntrade[buyer, seller] ~ 1 to 5 USD\n"
        "question q = trade[buyer.openai]",
    ),
    mistake(
        "ambiguous-index",
        "A quantity has an index under several names, and the brackets do not tell them apart.",
        "The brackets then name all of them, in the order of the brackets of its definition. Of `trade[lab, other]`, "
        "`trade[other, lab]` is the trade with the two exchanged.",
        bad="index lab = openai, google\nindex other = lab\nindex third = lab\ntrade[lab, other] ~ 1 to 5 USD\n"
        "question q = trade[third]",
        good="index lab = openai, google\nindex other = lab\nindex third = lab\ntrade[lab, other] ~ 1 to 5 USD\n"
        "question q = trade[third, other]",
    ),
    mistake(
        "no-member",
        "A dot follows something that is no index.",
        "A dot names an element of an index, as in `lab.openai`. One element of a quantity is taken with brackets, "
        "and the parts of a date with functions such as `year(x)`.",
        bad="event launch ~ 2027 to 2030\nx = launch.year",
        good="event launch ~ 2027 to 2030\nx = year(launch)",
    ),
    mistake(
        "bad-selector",
        "What stands in brackets says no element.",
        "In brackets stands the name of an element, or a quantity whose values are elements, so that another "
        "element is taken in each possible world. A number says no place, as elements have none.",
        bad=_LABS + "k ~ 1 to 2\nquestion q = spend[k]",
        good=_LABS + "k ~ choice(openai: 50%, google: 50%)\nquestion q = spend[k]",
    ),
    mistake(
        "not-indexed",
        "An element is taken of something that has one value.",
        "Without an index there is one value for all. To give each element its own, name the index on the left of "
        "the definition.",
        bad="index lab = openai, google\nspend ~ 1B to 5B USD\nquestion q = spend[openai]",
        good=_LABS + "question q = spend[openai]",
    ),
    mistake(
        "index-not-in-value",
        "A quantity is asked for values along an index that it does not have.",
        "The message says which indexes it has. One that is not among them cannot be summed over or chosen from.",
        bad=_LABS + "index region = us, eu\nquestion q = sum(spend over region)",
        good=_LABS + "index region = us, eu\nquestion q = sum(spend over lab)",
    ),
    mistake(
        "target-not-an-index",
        "Something other than an index stands in the brackets of a definition.",
        "`x[lab] ~ …` gives each element of `lab` a value of its own. Single elements are not defined on lines of "
        "their own but in a table, so that none can be forgotten.",
        bad="index lab = openai, google\nspend[openai] ~ 1B to 5B USD",
        good="index lab = openai, google\nspend[lab] ~ {openai: 1B to 5B USD, google: 2B to 4B USD}",
    ),
    mistake(
        "repeated-index",
        "An index stands twice in the same place.",
        "A table from each lab to each lab needs the index under two names; `index other = lab` makes the second one.",
        bad="index lab = openai, google\ntrade[lab, lab] ~ 1B to 5B USD",
        good="index lab = openai, google\nindex other = lab\ntrade[lab, other] ~ 1B to 5B USD",
    ),
    mistake(
        "duplicate-element",
        "An index has an element twice.",
        "Each element stands once, whatever unit it is written in: 12 months are a year.",
        bad="index lab = openai, google, openai\nx[lab] ~ 1 to 5",
        good="index lab = openai, google\nx[lab] ~ 1 to 5",
    ),
    mistake(
        "mixed-elements",
        "An index has elements of different sorts.",
        "An index of numbers or dates can be computed with, so all of its elements have to be of one unit. Names "
        "that happen to be numbers are put in quotation marks.",
        bad="index need = low, 8, 40\nx[need] ~ 1 to 5",
        good='index need = low, "8", "40"\nx[need] ~ 1 to 5',
    ),
    mistake(
        "element-kind",
        "An element of an index is computed, or of a sort that elements cannot be.",
        "Elements are written out: names, texts in quotation marks, numbers, dates, or a range of whole numbers.",
        bad="index year = 2020 + 1, 2025\nx[year] ~ 1 to 5",
        good="index year = 2021, 2025\nx[year] ~ 1 to 5",
    ),
    mistake(
        "bad-range",
        "The range of an index cannot be counted through.",
        "A range goes in steps of one, from a written whole number up to a larger one. Other elements are listed.",
        bad="index year = 2035 to 2020\nx[year] ~ 1 to 5",
        good="index year = 2020 to 2035\nx[year] ~ 1 to 5",
    ),
    mistake(
        "too-many-elements",
        "An index has too many elements.",
        "Each element is a value in each of thousands of possible worlds. An index is not needed for the worlds "
        "themselves; use larger steps or groups.",
        bad="index draw = 1 to 1000000\nx[draw] ~ 1 to 5",
        good="index draw = 1 to 1000\nx[draw] ~ 1 to 5",
    ),
    mistake(
        "too-many-values",
        "A quantity would have too many values in each possible world.",
        "The sizes of its indexes are multiplied. Use smaller indexes, or fewer of them in one quantity.",
        bad="index person = 1 to 2000\nindex day = 1 to 2000\nx[person, day] ~ 1 to 5",
        good="index person = 1 to 20\nindex day = 1 to 20\nx[person, day] ~ 1 to 5",
    ),
    mistake(
        "table-incomplete",
        "A table says nothing for some elements.",
        "Each element needs a value. `else` gives one to all that are not named; in a definition with `~` each of "
        "them draws its own.",
        bad="index lab = openai, anthropic, google\nlead[lab] = {openai: 1, google: 2}",
        good="index lab = openai, anthropic, google\nlead[lab] = {openai: 1, else: 2}",
    ),
    mistake(
        "table-misplaced",
        "A table stands inside an expression.",
        "A table is the whole right side of a definition with an index, or a cell of another table over a further "
        "index. Give it a name and use that.",
        bad="index lab = openai, google\nlead[lab] = {openai: {openai: 1, google: 2}, google: 3}",
        good="index lab = openai, google\nlead[lab] = {openai: 1, google: 3}",
    ),
    mistake(
        "table-without-index",
        "A table is given to a name without an index.",
        "The index on the left says what the table's entries are elements of.",
        bad="index lab = openai, google\nlead = {openai: 1, google: 2}",
        good="index lab = openai, google\nlead[lab] = {openai: 1, google: 2}",
    ),
    mistake(
        "given-has-more-values",
        "The condition of a question holds or not for each element, and the question has no such elements.",
        "A question has one answer for each element of its own indexes. Where its condition has further ones, say "
        "for how many of them it has to hold: `any(… over lab)` or `all(… over lab)`.",
        bad="index lab = openai, google\nshipped[lab] ~ chance(30%)\nprice ~ 3 to 5\nquestion q = price given shipped",
        good="index lab = openai, google\nshipped[lab] ~ chance(30%)\nprice ~ 3 to 5\n"
        "question q = price given any(shipped over lab)",
    ),
    mistake(
        "shift-arguments",
        "`shift` cannot tell what to shift, or by how much.",
        "It takes a quantity that has values along an index, and how many places earlier: a whole number from 1 on. Before the "
        "first value there is none, or what follows `else:`. Where the quantity has several indexes, one stands after `over`.",
        bad=_LABS + "question q = shift(spend, 0)",
        good=_LABS + "question q = shift(spend, 1, else: 0 USD)",
    ),
)
