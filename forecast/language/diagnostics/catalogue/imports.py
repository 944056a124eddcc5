"""Imports."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "import-failed",
        "A file that is imported cannot be had.",
        "An import names a file by its path from the folder of the file that holds the line; where there is none, the "
        "models that are installed with Forecast are looked through. A model cannot reach files outside of its own "
        "folder, so that a model of a stranger's is safe to run.",
        bad='import "continual_lerning.fcst" as cl\nquestion q = cl.cl_human',
        good='import "continual_learning.fcst" as cl\nquestion q = cl.cl_human',
    ),
    mistake(
        "import-loop",
        "Files import each other in a circle.",
        "What a file means must be known before another one can use it, so imports cannot go round in a circle. Move "
        "what both files need into a third one.",
        bad='import "bad.fcst" as me\nx ~ 1 to 2',
        good="x ~ 1 to 2",
    ),
    mistake(
        "module-as-value",
        "The name of an imported file stands where a value should.",
        "`import … as lib` gives a file a name. What the file declares is reached through it: `lib.agi`.",
        bad='import "continual_learning.fcst" as cl\nquestion q = cl',
        good='import "continual_learning.fcst" as cl\nquestion q = cl.cl_human',
    ),
)
