package dev.creditledger.api.account;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.DeductFeature;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Disposition;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.PricesUnknownException;
import dev.creditledger.domain.pricing.PriceBook;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads bodies into commands. */
@Component
class ChangeReader {

    private static final int TEXT_MAX = 500;
    private static final int HOLD_SECONDS_MAX = 86_400;
    private static final int HOLD_SECONDS_DEFAULT = 900;
    private static final int EMAIL_MAX = 254;
    /** How far the clock of whoever used the tokens may be ahead of ours. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Predicate<String> CURRENCY =
            Pattern.compile("[A-Z]{3}").asMatchPredicate();
    private static final Predicate<String> EMAIL =
            Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+").asMatchPredicate();
    private static final Predicate<String> PRINTABLE =
            Pattern.compile("[^\\p{Cntrl}\\p{Cn}\\p{Zl}\\p{Zp}]{1,255}").asMatchPredicate();

    private final PriceDesk prices;

    ChangeReader(PriceDesk prices) {
        this.prices = prices;
    }

    /** In a batch it concerns those items only that are priced. */
    PriceBook prices() {
        try {
            return prices.current();
        } catch (PricesUnknownException e) {
            throw ProblemException.unavailable(e.reason());
        }
    }

    /** The account that is to be opened is in the body, so its id has to be read before the rest of the target is known. */
    record Opening(AccountId account, SubjectId owner, FreeText text) {
        OpenAccount command(Instant at) {
            return new OpenAccount(account, owner, text, at);
        }
    }

    static Opening opening(Fields body) {
        var account = body.text("accountId", Names.ACCOUNT, Names.ACCOUNT_FORM);
        var owner = body.optionalText("ownerId", PRINTABLE, "must have 1 to 255 printable characters");
        var text = words(body.metadata());
        body.optionalText(
                        "email",
                        address -> address.length() <= EMAIL_MAX && EMAIL.test(address),
                        "must be an email address")
                .ifPresent(email -> text.put("email", email));
        body.finish();
        return new Opening(new AccountId(account), new SubjectId(owner.orElse(account)), FreeText.of(text));
    }

    AccountCommand grant(Fields body, Target target) {
        var amount = body.amount("amount");
        var source = body.choice("source", Source.class);
        var paid = body.decimal("paidAmount");
        var currency = body.optionalText("currency", CURRENCY, "must be three capital letters (ISO 4217)");
        var reference = body.optionalText("paymentRef", PRINTABLE, "must have 1 to 255 printable characters");
        var byDefault = source == Source.PURCHASE && paid.isPresent() ? Funding.PAID : Funding.PROMOTIONAL;
        var funding = body.optionalChoice("funding", Funding.class).orElse(byDefault);
        var priority = body.optionalWhole("priority", 0, LotTerms.PRIORITY_MAX);
        var effectiveAt = body.optionalTime("effectiveAt");
        var expiresAt = body.optionalTime("expiresAt");
        var text = reason(body);
        text.putAll(words(body.metadata()));
        checkPayment(body, funding, paid, currency, reference);
        body.finish();
        return new GrantCredits(
                target.account(),
                target.newGrant(),
                amount,
                source,
                funding,
                paid.map(sum -> new Payment(new Money(sum, currency.orElseThrow()), reference)),
                priority.map(Long::intValue).orElse(source.defaultPriority()),
                effectiveAt,
                expiresAt,
                FreeText.of(text),
                target.at());
    }

    private static void checkPayment(
            Fields body,
            Funding funding,
            Optional<BigDecimal> paid,
            Optional<String> currency,
            Optional<String> reference) {
        if (funding == Funding.PAID && paid.isEmpty()) {
            body.contradiction("paidAmount", "is missing: funding is paid");
        }
        if (funding != Funding.PAID && paid.isPresent()) {
            body.contradiction("funding", "must be paid when there is a paidAmount");
        }
        if (paid.isPresent() != currency.isPresent()) {
            body.contradiction("currency", "goes together with paidAmount");
        }
        if (reference.isPresent() && paid.isEmpty()) {
            body.contradiction("paymentRef", "goes together with paidAmount");
        }
    }

    AccountCommand revocation(Fields body, Target target) {
        var text = reason(body);
        body.finish();
        return new RevokeGrant(target.account(), target.grant(), FreeText.of(text), target.at(), Past.NONE);
    }

    AccountCommand deduction(Fields body, Target target) {
        var quantity = body.decimal("quantity");
        return quantity.isPresent() ? featureUse(body, quantity.get(), target) : amount(body, target);
    }

    private static AccountCommand amount(Fields body, Target target) {
        var amount = body.amount("amount");
        var type = body.choice("type", DeductionType.class);
        var feature = feature(body);
        var text = description(body);
        text.putAll(words(body.metadata()));
        body.finish();
        return new DeductCredits(
                target.account(), target.newDeduction(), amount, type, feature, FreeText.of(text), target.at());
    }

    /** Says what was done; what it costs is in the price list. */
    private AccountCommand featureUse(Fields body, BigDecimal quantity, Target target) {
        var feature = body.text("feature", Names.FEATURE, Names.FEATURE_FORM);
        var type = body.optionalChoice("type", DeductionType.class).orElse(DeductionType.CUSTOM);
        if (body.optionalAmount("amount").isPresent()) {
            body.contradiction("amount", "is found in the price list when there is a quantity");
        }
        var text = description(body);
        text.putAll(words(body.metadata()));
        body.finish();
        return new DeductFeature(
                target.account(),
                target.newDeduction(),
                feature,
                quantity,
                prices(),
                type,
                FreeText.of(text),
                target.at());
    }

    AccountCommand writeOff(Fields body, Target target) {
        var amount = body.optionalAmount("amount");
        var text = reason(body);
        body.finish();
        return new WriteOff(target.account(), amount, FreeText.of(text), target.at());
    }

    AccountCommand reversal(Fields body, Target target) {
        var amount = body.optionalAmount("amount");
        var text = reason(body);
        body.finish();
        return new ReverseDeduction(
                target.account(),
                target.newReversal(),
                target.deduction(),
                amount,
                FreeText.of(text),
                target.at(),
                Past.NONE);
    }

    /** The prices are part of the command: what they make of the usage depends on the account's tier. */
    AccountCommand usage(Fields body, Target target) {
        var tokens = SentTokens.read(body);
        var type = body.optionalChoice("type", DeductionType.class).orElse(DeductionType.INFERENCE);
        var feature = feature(body);
        var occurredAt = body.optionalTime("occurredAt");
        var onInsufficient =
                body.optionalChoice("onInsufficient", Insufficiency.class).orElse(Insufficiency.REJECT);
        var text = words(body.metadata());
        if (occurredAt.isPresent() && occurredAt.get().isAfter(target.at().plus(CLOCK_TOLERANCE))) {
            body.contradiction("occurredAt", "must not lie in the future");
        }
        if (occurredAt.isPresent() && occurredAt.get().isBefore(target.at().minus(PriceBook.LOOKS_BACK))) {
            body.contradiction("occurredAt", "must not lie more than " + PriceBook.LOOKS_BACK.toDays() + " days back");
        }
        body.finish();
        return new ChargeUsage(
                target.account(),
                target.newDeduction(),
                tokens.usage(),
                prices(),
                type,
                feature,
                occurredAt,
                onInsufficient,
                FreeText.of(text),
                target.at());
    }

    AccountCommand hold(Fields body, Target target) {
        var amount = body.amount("amount");
        var seconds =
                body.optionalWhole("expiresInSeconds", 1, HOLD_SECONDS_MAX).orElse((long) HOLD_SECONDS_DEFAULT);
        var text = description(body);
        body.finish();
        return new PlaceHold(
                target.account(),
                target.newHold(),
                amount,
                Duration.ofSeconds(seconds),
                FreeText.of(text),
                target.at());
    }

    AccountCommand capture(Fields body, Target target) {
        var amount = body.optionalAmount("amount");
        var type = body.optionalChoice("type", DeductionType.class).orElse(DeductionType.CUSTOM);
        var feature = feature(body);
        var text = description(body);
        body.finish();
        return new CaptureHold(
                target.account(),
                target.hold(),
                target.newDeduction(),
                amount,
                type,
                feature,
                FreeText.of(text),
                target.at(),
                Past.NONE);
    }

    AccountCommand release(Fields body, Target target) {
        body.finish();
        return new ReleaseHold(target.account(), target.hold(), target.at(), Past.NONE);
    }

    AccountCommand freeze(Fields body, Target target) {
        var text = reason(body);
        body.finish();
        return new FreezeAccount(target.account(), FreeText.of(text), target.at());
    }

    AccountCommand unfreeze(Fields body, Target target) {
        var text = reason(body);
        body.finish();
        return new UnfreezeAccount(target.account(), FreeText.of(text), target.at());
    }

    AccountCommand closure(Fields body, Target target) {
        var disposition = body.optionalChoice("disposition", Disposition.class);
        var text = reason(body);
        body.finish();
        return new CloseAccount(target.account(), disposition, FreeText.of(text), target.at());
    }

    private static Optional<String> feature(Fields body) {
        return body.optionalText("feature", Names.FEATURE, Names.FEATURE_FORM);
    }

    private static Map<String, String> reason(Fields body) {
        return new TreeMap<>(Map.of("reason", body.reason()));
    }

    private static Map<String, String> description(Fields body) {
        Map<String, String> text = new TreeMap<>();
        body.optionalText("description", TEXT_MAX).ifPresent(words -> text.put("description", words));
        return text;
    }

    private static Map<String, String> words(Map<String, String> metadata) {
        Map<String, String> text = new TreeMap<>();
        metadata.forEach((key, value) -> text.put("metadata." + key, value));
        return text;
    }
}
