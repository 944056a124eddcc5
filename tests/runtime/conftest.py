from forecast.sampling.xla import prepare

# 64 bits, and what has been compiled once is kept for the next run of the tests
prepare()
