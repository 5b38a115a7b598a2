package dev.creditledger.api.demo.live;

import dev.creditledger.api.demo.DemoTiers;
import dev.creditledger.domain.account.AccountId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Who connects when, for what, and what becomes of it. The same number of sessions gives the same plan, but for the names
 * of the accounts: a run has its own.
 */
final class LivePlan {

    static final int SESSIONS_MIN = 20;

    /** A node takes 2,000 connections. */
    static final int SESSIONS_MAX = 1_500;

    private static final long SEED = 2026;
    private static final int CHANNELS = 25;
    private static final List<String> LANGUAGES = List.of("en", "de", "es", "pt-BR", "ja", "uk");
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyMMddHH", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String prefix;
    private final List<Visit> visits;
    private final Map<Integer, List<Visit>> byStep;

    private LivePlan(String prefix, List<Visit> visits) {
        this.prefix = prefix;
        this.visits = List.copyOf(visits);
        this.byStep = visits.stream()
                .flatMap(visit -> visit.acts().stream().map(act -> Map.entry(act.step(), visit)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /**
     * @param hour at which it begins, by the business clock: no other run begins at it
     * @param features that can be connected to
     */
    static LivePlan of(Instant hour, int sessions, SortedSet<String> features) {
        var prefix = "live-" + HOUR.format(hour) + '-';
        var random = new Random(SEED);
        var offered = List.copyOf(features);
        var visits = new ArrayList<Visit>(sessions);
        for (var life : deck(sessions, random)) {
            var account = new AccountId(prefix + String.format(Locale.ROOT, "%04d", visits.size() + 1));
            visits.add(visit(account, life, offered, random));
        }
        return new LivePlan(prefix, visits);
    }

    private static List<Life> deck(int sessions, Random random) {
        var deck = new ArrayList<Life>();
        for (var life : Life.values()) {
            if (life != Life.STOPS) {
                deck.addAll(Collections.nCopies(life.share(sessions), life));
            }
        }
        deck.addAll(Collections.nCopies(sessions - deck.size(), Life.STOPS));
        Collections.shuffle(deck, random);
        return deck;
    }

    private static Visit visit(AccountId account, Life life, List<String> features, Random random) {
        return new Visit(
                account,
                DemoTiers.draw(random),
                life.credits(random),
                features.get(random.nextInt(features.size())),
                "channel-" + (1 + random.nextInt(CHANNELS)),
                "source_lang=" + language(random) + "&target_lang=" + language(random),
                life,
                life == Life.USES_UP_ITS_QUOTA ? Optional.of(random.nextLong(90, 300)) : Optional.empty(),
                life.acts(random));
    }

    private static String language(Random random) {
        return LANGUAGES.get(random.nextInt(LANGUAGES.size()));
    }

    /** With which the names of its accounts begin, and of no others. */
    String prefix() {
        return prefix;
    }

    List<Visit> visits() {
        return visits;
    }

    /** Those to which something is done at this step. */
    List<Visit> at(int step) {
        return byStep.getOrDefault(step, List.of());
    }

    /** The last at which something is done. */
    int lastStep() {
        return Collections.max(byStep.keySet());
    }
}
