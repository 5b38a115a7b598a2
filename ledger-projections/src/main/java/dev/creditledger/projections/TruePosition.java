package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;
import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import org.jooq.Condition;
import org.jooq.Field;

/**
 * Up to which position rows are true, asked in the statement that reads them, so that both are of one snapshot. The
 * statement selects from {@code TOKEN} where {@link #TOKEN_ROW}.
 */
public final class TruePosition {

    public static final Condition TOKEN_ROW = TOKEN.NAME.eq(Token.NAME);

    private TruePosition() {}

    /** Of the rows of one account: those of a parked one are older than the token. */
    public static Field<Long> of(Field<String> account) {
        var parked = select(DEAD_LETTER.POSITION.minus(1)).from(DEAD_LETTER).where(DEAD_LETTER.AGGREGATE.eq(account));
        return least(TOKEN.POSITION, field(parked));
    }

    /** Of rows that are made from the events of all accounts: those of parked ones are lacking. */
    public static Field<Long> ofAll() {
        return least(
                TOKEN.POSITION, field(select(min(DEAD_LETTER.POSITION).minus(1)).from(DEAD_LETTER)));
    }
}
