package dev.creditledger.audit.note;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text with signatures under it (C2SP signed-note).
 *
 * @param text ends with a line's end
 */
public record Note(String text, List<NoteSignature> signatures) {

    private static final int LENGTH_MAX = 1_000_000;
    private static final int SIGNATURES_MAX = 100;

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends with a line's end");
        }
    }

    /** @throws IllegalArgumentException if it is no signed note */
    public static Note parse(String note) {
        if (note.length() > LENGTH_MAX || note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException("a note has at most a million characters, and none that cannot be seen");
        }
        var split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("a note is a text, an empty line and signatures");
        }
        var lines = note.substring(split + 2).lines().toList();
        if (lines.isEmpty() || lines.size() > SIGNATURES_MAX) {
            throw new IllegalArgumentException("a note has 1 to " + SIGNATURES_MAX + " signatures");
        }
        return new Note(
                note.substring(0, split + 1),
                lines.stream().map(NoteSignature::parse).toList());
    }

    @Override
    public String toString() {
        return text
                + '\n'
                + signatures.stream().map(signature -> signature + "\n").collect(Collectors.joining());
    }
}
