package dev.creditledger.api.demo.live;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what was charged is what the log, the balances and the clients say that it must be. */
record SessionsCheck(List<Verdict> verdicts) {

    /** Ends that come from what a client or an admin does, so that its client knows how long it was connected. */
    private static final Set<String> SEEN_BY_CLIENTS = Set.of("user_stopped", "error", "admin_stopped", "interrupted");

    /**
     * One rule.
     *
     * @param wrong where it does not hold, in words
     */
    record Verdict(String rule, List<String> wrong) {
        Verdict {
            wrong = List.copyOf(wrong);
        }

        boolean passed() {
            return wrong.isEmpty();
        }
    }

    SessionsCheck {
        verdicts = List.copyOf(verdicts);
    }

    static SessionsCheck of(Evidence evidence) {
        return new Judge(evidence).judge();
    }

    boolean passed() {
        return verdicts.stream().allMatch(Verdict::passed);
    }

    private record Judge(Evidence evidence, Map<String, SeenAccount> accounts, Map<String, Witness> witnesses) {

        Judge(Evidence evidence) {
            this(
                    evidence,
                    evidence.accounts().stream().collect(Collectors.toMap(SeenAccount::account, Function.identity())),
                    evidence.witnesses().stream()
                            .filter(witness -> witness.session().isPresent())
                            .collect(Collectors.toMap(it -> it.session().orElseThrow(), Function.identity())));
        }

        SessionsCheck judge() {
            return new SessionsCheck(List.of(
                    each("charged is the rate times the seconds, rounded up", this::charge),
                    each("checkpoints and end add up to what was charged", this::sums),
                    new Verdict("charges are what is gone from the accounts", balances()),
                    new Verdict("nothing is held any more, nothing runs", leftOvers()),
                    new Verdict("each session is in the log, with one start and one end", lives()),
                    each("seconds are those for which the client was connected", this::presence),
                    each("credits, quota and time ended it at the exact second", this::lastSecond),
                    each("the client was told what the log says", this::told)));
        }

        private Verdict each(String rule, Function<LoggedSession, Optional<String>> wrong) {
            return new Verdict(
                    rule,
                    evidence.sessions().stream()
                            .flatMap(session -> wrong.apply(session).stream()
                                    .map(what -> session.account() + ' '
                                            + session.reason().orElse("runs") + ": " + what))
                            .toList());
        }

        private Optional<String> charge(LoggedSession session) {
            return differ(session.seconds() + " s cost", session.cost(session.seconds()), "charged", session.charged());
        }

        private Optional<String> sums(LoggedSession session) {
            return differ("amounts", session.sumOfAmounts(), "charged", session.charged())
                    .or(() -> differ(
                            "seconds of all parts",
                            BigDecimal.valueOf(session.sumOfSeconds()),
                            "of the session",
                            BigDecimal.valueOf(session.seconds())));
        }

        private List<String> balances() {
            var charged = new LinkedHashMap<String, BigDecimal>();
            evidence.accounts().forEach(account -> charged.put(account.account(), BigDecimal.ZERO));
            evidence.sessions().forEach(it -> charged.merge(it.account(), it.charged(), BigDecimal::add));
            return charged.entrySet().stream()
                    .flatMap(entry -> differ(
                            entry.getKey() + ": charged",
                            entry.getValue(),
                            "gone",
                            Optional.ofNullable(accounts.get(entry.getKey()))
                                    .map(SeenAccount::gone)
                                    .orElse(BigDecimal.ZERO))
                            .stream())
                    .toList();
        }

        private List<String> leftOvers() {
            return evidence.accounts().stream()
                    .filter(account -> account.held().signum() != 0 || account.running() != 0)
                    .map(account -> account.account() + ": " + account.held().toPlainString() + " held, "
                            + account.running() + " running")
                    .toList();
        }

        private List<String> lives() {
            var wrong = new ArrayList<String>();
            if (evidence.sessions().isEmpty()) {
                wrong.add("none ran");
            }
            var logged =
                    evidence.sessions().stream().map(LoggedSession::session).collect(Collectors.toSet());
            Stream.concat(
                            logged.stream().filter(session -> !witnesses.containsKey(session)),
                            witnesses.keySet().stream().filter(session -> !logged.contains(session)))
                    .forEach(session -> wrong.add(session + ": known to one side only"));
            evidence.sessions().stream()
                    .filter(session -> session.starts() != 1 || session.ends() != 1)
                    .forEach(session -> wrong.add(
                            session.account() + ": " + session.starts() + " starts, " + session.ends() + " ends"));
            return wrong;
        }

        private Optional<String> presence(LoggedSession session) {
            var witness = witnesses.get(session.session());
            if (witness == null) {
                return Optional.empty();
            }
            var least = session.reason().filter(SEEN_BY_CLIENTS::contains).isPresent() ? witness.least() : 0;
            return session.seconds() >= least && session.seconds() <= witness.most()
                    ? Optional.empty()
                    : Optional.of(
                            session.seconds() + " s, but it was connected for " + least + " to " + witness.most());
        }

        private Optional<String> lastSecond(LoggedSession session) {
            return switch (session.reason().orElse("")) {
                case "credits_exhausted" -> nextSecond(session);
                case "quota_exceeded" -> quota(session);
                case "max_duration" ->
                    session.resumed() > 0
                            ? Optional.empty()
                            : differ(
                                    "seconds",
                                    BigDecimal.valueOf(session.seconds()),
                                    "longest",
                                    BigDecimal.valueOf(session.longestSeconds()));
                default -> Optional.empty();
            };
        }

        /** One second more costs more than there is. */
        private Optional<String> nextSecond(LoggedSession session) {
            var more = session.cost(session.seconds() + 1).subtract(session.charged());
            return Optional.ofNullable(accounts.get(session.account()))
                    .map(SeenAccount::remaining)
                    .filter(remaining -> remaining.compareTo(more) >= 0)
                    .map(remaining -> remaining.toPlainString() + " are left, and a second costs " + more);
        }

        private Optional<String> quota(LoggedSession session) {
            return Optional.ofNullable(witnesses.get(session.session()))
                    .flatMap(witness -> witness.visit().quota())
                    .flatMap(quota -> differ(
                            "seconds", BigDecimal.valueOf(session.seconds()), "quota", BigDecimal.valueOf(quota)));
        }

        /** Who is cut off does not hear all that is said. */
        private Optional<String> told(LoggedSession session) {
            var witness = witnesses.get(session.session());
            if (witness == null) {
                return Optional.empty();
            }
            var heardAll = session.resumed() == 0 && !session.reason().equals(Optional.of("interrupted"));
            return end(session, witness)
                    .or(() -> session.warnings().entrySet().stream()
                            .flatMap(it -> warning(it.getKey(), it.getValue(), witness, heardAll).stream())
                            .findFirst());
        }

        private static Optional<String> end(LoggedSession session, Witness witness) {
            if (witness.end().isEmpty()) {
                return session.reason()
                        .filter(reason -> !reason.equals("interrupted"))
                        .map(_ -> "it was told of no end");
            }
            return witness.end()
                    .filter(end -> end.seconds() != session.seconds()
                            || end.charged().compareTo(session.charged()) != 0
                            || !end.reason().equals(session.reason().orElse("")))
                    .map(end -> "it was told " + end);
        }

        private static Optional<String> warning(int percent, int logged, Witness witness, boolean heardAll) {
            var heard = witness.warnings().getOrDefault(percent, 0);
            return heard == logged || (!heardAll && heard < logged)
                    ? Optional.empty()
                    : Optional.of("warnings at " + percent + " %: " + logged + " in the log, it got " + heard);
        }

        private static Optional<String> differ(String one, BigDecimal first, String other, BigDecimal second) {
            return first.compareTo(second) == 0
                    ? Optional.empty()
                    : Optional.of(one + ' ' + first.toPlainString() + ", " + other + ' ' + second.toPlainString());
        }
    }
}
