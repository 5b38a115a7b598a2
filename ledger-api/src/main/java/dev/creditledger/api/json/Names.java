package dev.creditledger.api.json;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What names may look like: a form, and how it is said to whoever did not keep to it. */
public final class Names {

    public static final Predicate<String> ACCOUNT =
            Pattern.compile("[A-Za-z0-9_.:-]{1,64}").asMatchPredicate();

    public static final String ACCOUNT_FORM = "must have 1 to 64 of the characters A-Z a-z 0-9 _ . : -";

    public static final Predicate<String> FEATURE = ACCOUNT;

    public static final String FEATURE_FORM = ACCOUNT_FORM;

    /** What a live session is for, such as a stream: tells sessions of one feature apart. */
    public static final Predicate<String> CHANNEL = ACCOUNT;

    public static final String CHANNEL_FORM = ACCOUNT_FORM;

    /** What a path can carry: model names may have slashes, with something in between. */
    public static final Predicate<String> VENDOR =
            Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,64}").asMatchPredicate();

    public static final String VENDOR_FORM = "must have 1 to 64 of the characters A-Z a-z 0-9 _ . -";

    public static final Predicate<String> MODEL = Pattern.compile(
                    "(?=.{1,128}$)(?!\\.{1,2}(/|$))[A-Za-z0-9_.:@+-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9_.:@+-]+)*")
            .asMatchPredicate();

    public static final String MODEL_FORM =
            "must have 1 to 128 of the characters A-Z a-z 0-9 _ . : @ + - and / in between";

    /** Of models, such as {@code chat}. */
    public static final Predicate<String> KIND =
            Pattern.compile("[a-z0-9_-]{1,32}").asMatchPredicate();

    public static final String KIND_FORM = "must have 1 to 32 of the characters a-z 0-9 _ -";

    /** In which a named action is counted, such as {@code second}. */
    public static final Predicate<String> UNIT = KIND;

    public static final String UNIT_FORM = KIND_FORM;

    /**
     * Of vendors and models in usage: wider than what can have a price, so that a name that was misspelt is answered with
     * those that may have been meant.
     */
    public static final Predicate<String> USED = Pattern.compile("[!-~]{1,128}").asMatchPredicate();

    public static final String USED_FORM = "must have 1 to 128 printable characters without blanks";

    private Names() {}
}
