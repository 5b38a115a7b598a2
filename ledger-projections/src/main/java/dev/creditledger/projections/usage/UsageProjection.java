package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.USAGE_DAILY;
import static java.time.ZoneOffset.UTC;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.AccountUnfrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.projections.MultiRow;
import dev.creditledger.projections.Projection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Table;

/** What was used per account, UTC day, feature and model. */
final class UsageProjection implements Projection {

    @Override
    public Fold fold() {
        return new UsageFold();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(USAGE_DAILY);
    }

    /** Empty names stand for none. */
    private record Key(String account, LocalDate day, String feature, String vendor, String model) {

        static Key of(Event event, Optional<String> feature, Optional<TokenUsage> tokens) {
            return new Key(
                    event.aggregate(),
                    LocalDate.ofInstant(event.occurredAt(), UTC),
                    feature.orElse(""),
                    tokens.map(TokenUsage::vendor).orElse(""),
                    tokens.map(TokenUsage::model).orElse(""));
        }
    }

    private static final class Used {
        final Key key;
        long requests;
        long inputTokens;
        long cachedInputTokens;
        long outputTokens;
        long credits;
        long reversed;
        BigDecimal vendorCostUsd = BigDecimal.ZERO;

        Used(Key key) {
            this.key = key;
        }

        void add(TokenUsage tokens) {
            inputTokens += tokens.inputTokens();
            cachedInputTokens += tokens.cachedInputTokens();
            outputTokens += tokens.outputTokens();
        }
    }

    private static final class UsageFold implements Fold {

        private final Map<Key, Used> rows = new HashMap<>();

        @Override
        public void add(FeedEvent stored) {
            var event = stored.event();
            if (event instanceof CreditsDeducted it) {
                // Nearly all are, and the switch over all kinds is slower.
                add(it);
            } else if (event instanceof AccountEvent other) {
                addOther(other);
            }
        }

        private void addOther(AccountEvent event) {
            switch (event) {
                case CreditsDeducted it -> add(it);
                case HoldCaptured it -> {
                    var used = used(Key.of(it, it.feature(), Optional.empty()));
                    used.requests++;
                    used.credits += it.amount().millionths();
                }
                case DeductionReversed it -> {
                    var used = used(Key.of(it, it.feature(), Optional.empty()));
                    used.reversed += it.amount().millionths();
                }
                case AccountOpened _,
                        CreditsGranted _,
                        GrantActivated _,
                        CreditsExpired _,
                        GrantRevoked _,
                        GrantReduced _,
                        UncoveredWrittenOff _,
                        HoldPlaced _,
                        HoldReleased _,
                        HoldExpired _,
                        AccountFrozen _,
                        AccountUnfrozen _,
                        AccountClosed _ -> {
                    // Nothing is used.
                }
            }
        }

        private void add(CreditsDeducted deducted) {
            var usage = deducted.usage();
            var used = used(Key.of(deducted, deducted.feature(), usage.map(it -> it.tokens())));
            used.requests++;
            used.credits += deducted.amount().millionths();
            usage.ifPresent(it -> {
                used.add(it.tokens());
                used.vendorCostUsd = used.vendorCostUsd.add(it.vendorCostUsd());
            });
        }

        private Used used(Key key) {
            return rows.computeIfAbsent(key, Used::new);
        }

        @Override
        public int rows() {
            return rows.size();
        }

        /**
         * First the rows that are there, which are nearly all; then those that are not. One statement for both costs half as
         * much again.
         */
        @Override
        public void flush(DSLContext sql) {
            var changes = MultiRow.of(rows.values())
                    .text("account_id", row -> row.key.account())
                    .text("day", row -> row.key.day().toString())
                    .text("feature", row -> row.key.feature())
                    .text("vendor", row -> row.key.vendor())
                    .text("model", row -> row.key.model())
                    .bigint("requests", row -> row.requests)
                    .bigint("input_tokens", row -> row.inputTokens)
                    .bigint("cached_input_tokens", row -> row.cachedInputTokens)
                    .bigint("output_tokens", row -> row.outputTokens)
                    .bigint("credits", row -> row.credits)
                    .bigint("reversed", row -> row.reversed)
                    .numeric("vendor_cost_usd", row -> row.vendorCostUsd);
            if (changes.execute(sql, UPDATE) < rows.size()) {
                changes.execute(sql, INSERT);
            }
        }
    }

    private static final String UPDATE = """
            UPDATE projection.usage_daily AS total
            SET requests = total.requests + used.requests,
                input_tokens = total.input_tokens + used.input_tokens,
                cached_input_tokens = total.cached_input_tokens + used.cached_input_tokens,
                output_tokens = total.output_tokens + used.output_tokens,
                credits = total.credits + used.credits,
                reversed = total.reversed + used.reversed,
                vendor_cost_usd = total.vendor_cost_usd + used.vendor_cost_usd
            FROM {rows} AS used
            WHERE total.account_id = used.account_id AND total.day = used.day::date AND total.feature = used.feature
                AND total.vendor = used.vendor AND total.model = used.model""";

    /** Those that are there hold what is new already. */
    private static final String INSERT = """
            INSERT INTO projection.usage_daily (
                account_id, day, feature, vendor, model, requests, input_tokens, cached_input_tokens,
                output_tokens, credits, reversed, vendor_cost_usd)
            SELECT account_id, day::date, feature, vendor, model, requests, input_tokens,
                cached_input_tokens, output_tokens, credits, reversed, vendor_cost_usd
            FROM {rows} AS used
            ON CONFLICT (account_id, day, feature, vendor, model) DO NOTHING""";
}
