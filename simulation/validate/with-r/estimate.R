# Rscript estimate.R FOLDER: estimates the same scores from the same people as the engine, by R's survey package.
# Reads people.csv (area, attributes, score, base), frame.csv (area, attribute, category, n) and rules.csv (attributes in
# their order, fewest, cap); writes r.csv (quantity, area, value). It shares no code with the engine, only the rules that
# docs/methodology tells. With Debian: apt-get install r-base-core r-cran-mass r-cran-survey.
suppressPackageStartupMessages({
  library(survey)
  library(MASS)
})
options(survey.lonely.psu = "certainty", digits = 17)

folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)
people <- read("people.csv")
frame <- read("frame.csv")
rules <- read("rules.csv")
attributes <- strsplit(rules$attributes, " ")[[1]]

# Categories with too few answers, and those that the frame does not have, are taken together; where they are still too few,
# the smallest of the others joins them.
together <- function(answers, targets) {
  answers <- answers[order(targets[names(answers)] > 0, answers, names(answers), method = "radix")]
  joined <- character(0)
  for (name in names(answers)) {
    enough <- length(joined) == 0 || (sum(answers[joined]) >= rules$fewest && sum(targets[joined]) > 0)
    if (targets[[name]] > 0 && answers[[name]] >= rules$fewest && enough) break
    joined <- c(joined, name)
  }
  joined
}

# One margin: the category of everybody, and the targets.
margin <- function(name, own, of) {
  framed <- of[of$attribute == name, ]
  categories <- union(framed$category, unique(own[[name]]))
  answers <- c(table(factor(own[[name]], levels = categories)))
  targets <- setNames(rep(0, length(categories)), categories)
  targets[framed$category] <- framed$n
  joined <- together(answers, targets)
  place <- function(category) ifelse(category %in% joined, "else", category)
  list(values = place(own[[name]]), totals = c(tapply(targets, place(names(targets)), sum)))
}

possible <- function(m) all(m$totals > 0) && setequal(names(m$totals), unique(m$values))

# Weights raked to some margins, as a design: by survey::rake, or, which is the same weights and quicker, by
# survey::calibrate with the raking distance; nothing where the margins cannot be met together.
design_of <- function(weights, margins) {
  data <- as.data.frame(lapply(margins, function(m) factor(m$values)), col.names = paste0("m", seq_along(margins)))
  data$start <- weights
  svydesign(ids = ~1, weights = ~start, data = data)
}

raked <- function(weights, margins) {
  formulas <- lapply(seq_along(margins), function(i) as.formula(paste0("~m", i)))
  populations <- lapply(seq_along(margins), function(i) {
    frame <- data.frame(names(margins[[i]]$totals), as.numeric(margins[[i]]$totals))
    setNames(frame, c(paste0("m", i), "Freq"))
  })
  rake(design_of(weights, margins), formulas, populations, control = list(maxit = 200, epsilon = 1e-11, verbose = FALSE))
}

# The rule of the methodology: margins that 200 cycles do not bring within a millionth are given up.
is_met <- function(weights, margins) {
  for (cycle in 1:200) {
    for (m in margins) weights <- weights * (m$totals / c(tapply(weights, m$values, sum))[names(m$totals)])[m$values]
    apart <- vapply(margins, function(m) {
      max(abs(c(tapply(weights, m$values, sum))[names(m$totals)] / m$totals - 1))
    }, numeric(1))
    if (max(apart) < 1e-6) return(TRUE)
  }
  FALSE
}

calibrated <- function(weights, margins) {
  if (!is_met(weights, margins)) return(NULL)
  margins <- Filter(function(m) length(m$totals) > 1, margins)
  if (length(margins) == 0) return(weights)
  design <- design_of(weights, margins)
  totals <- unlist(lapply(seq_along(margins), function(i) {
    of <- margins[[i]]$totals[levels(design$variables[[paste0("m", i)]])]
    setNames(of[-1], paste0("m", i, names(of)[-1]))
  }))
  totals <- c("(Intercept)" = sum(margins[[1]]$totals), totals)
  formula <- reformulate(paste0("m", seq_along(margins)))
  tryCatch(
    suppressWarnings(weights(calibrate(
      design, formula, totals, calfun = "raking", epsilon = 1e-10, maxit = 200
    ))),
    error = function(e) NULL
  )
}

# No weight above so many times the mean that goes with it; their sum stays.
hold <- function(weights) {
  held <- weights
  for (round in 1:200) {
    most <- rules$cap * mean(held)
    if (!any(held > most)) break
    held <- pmin(held, most)
  }
  held * mean(weights) / mean(held)
}

weigh <- function(own, of) {
  for (kept in length(attributes):0) {
    margins <- lapply(attributes[seq_len(kept)], margin, own = own, of = of)
    if (!all(vapply(margins, possible, logical(1)))) next
    if (kept == 0) {
      total <- max(tapply(of$n, of$attribute, sum))
      return(list(weights = hold(own$base * total / sum(own$base)), kept = 0))
    }
    weights <- calibrated(own$base, margins)
    for (round in seq_len(rules$rounds)) {
      if (is.null(weights)) break
      most <- rules$cap * mean(weights)
      if (!any(weights > most * (1 + 1e-6))) break
      weights <- calibrated(pmin(weights, most), margins)
    }
    if (!is.null(weights)) return(list(weights = hold(weights), kept = kept))
  }
}

rows <- list()
note <- function(quantity, area, value) {
  rows[[length(rows) + 1]] <<- data.frame(quantity = quantity, area = area, value = as.numeric(value))
}

people$weight <- NA
for (area in unique(people$area)) {
  own <- people[people$area == area, ]
  found <- weigh(own, frame[frame$area == area, ])
  people$weight[people$area == area] <- found$weights
  note("margins met", area, found$kept)
  note("design effect of weights", area, nrow(own) * sum(found$weights^2) / sum(found$weights)^2)
}

# The nation raked to its own margins, with the variance that raking leaves.
everybody <- aggregate(n ~ attribute + category, frame, sum)
margins <- lapply(attributes, function(name) {
  targets <- everybody[everybody$attribute == name & everybody$category %in% people[[name]], ]
  list(values = people[[name]], totals = setNames(targets$n, targets$category))
})
design <- update(raked(people$base, margins), score = people$score)
estimate <- svymean(~score, design)
note("raked mean", "nation", coef(estimate))
note("raked standard error", "nation", SE(estimate))

# Case-mix: areas as fixed effects, every category against the first; adjusted to the nation's mix.
for (name in attributes) people[[name]] <- factor(people[[name]], levels = sort(unique(people[[name]]), method = "radix"))
people$area <- factor(people$area)
model <- lm(reformulate(c("0", "area", attributes), "score"), data = people, weights = weight)
matrix <- model.matrix(reformulate(attributes), people)[, -1, drop = FALSE]
b <- coef(model)[colnames(matrix)]
b[is.na(b)] <- 0
unscaled <- summary(model)$cov.unscaled
used <- intersect(colnames(matrix), rownames(unscaled))
sigma <- summary(model)$sigma
nation <- colSums(matrix * people$weight) / sum(people$weight)
for (area in levels(people$area)) {
  is <- people$area == area
  w <- people$weight[is]
  means <- colSums(matrix[is, , drop = FALSE] * w) / sum(w)
  away <- nation - means
  note("weighted mean", area, weighted.mean(people$score[is], w))
  note("adjusted mean", area, weighted.mean(people$score[is], w) + sum(b * away))
  left <- data.frame(residual = residuals(model)[is], w = w)
  own <- as.numeric(SE(svymean(~residual, svydesign(ids = ~1, weights = ~w, data = left))))
  slope <- sigma^2 * drop(t(away[used]) %*% unscaled[used, used] %*% away[used])
  note("adjusted standard error", area, sqrt(own^2 + slope))
}
note("residual deviation", "nation", sigma)
design <- svydesign(ids = ~1, strata = ~area, weights = ~weight, data = people)
whole <- svymean(~score, design)
note("national mean", "nation", coef(whole))
note("national standard error", "nation", SE(whole))
note("design effect", "nation", deff(svymean(~score, design, deff = "replace")))

write.csv(do.call(rbind, rows), file.path(folder, "r.csv"), row.names = FALSE)
