package dev.creditledger.log.store;

import java.util.ArrayList;
import java.util.List;

/** Events as they are going to stand in the log, all but their positions: encoded, sealed and hashed. */
public final class Draft {

    private final List<EventRow> rows;
    private final List<Bytes> leafHashes;

    private Draft(List<EventRow> rows, List<Bytes> leafHashes) {
        this.rows = rows;
        this.leafHashes = leafHashes;
    }

    static Draft of(List<EventRow> rows) {
        var hash = new LeafHash();
        return new Draft(rows, rows.stream().map(hash::of).toList());
    }

    /** All of them in one, in the given order. */
    public static Draft joined(List<Draft> drafts) {
        if (drafts.size() == 1) {
            return drafts.getFirst();
        }
        var rows = new ArrayList<EventRow>();
        var leafHashes = new ArrayList<Bytes>();
        for (var draft : drafts) {
            rows.addAll(draft.rows);
            leafHashes.addAll(draft.leafHashes);
        }
        return new Draft(rows, leafHashes);
    }

    /** Events in it. */
    public int size() {
        return rows.size();
    }

    List<EventRow> rows() {
        return rows;
    }

    List<Bytes> leafHashes() {
        return leafHashes;
    }
}
