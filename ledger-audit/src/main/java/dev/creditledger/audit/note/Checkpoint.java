package dev.creditledger.audit.note;

import dev.creditledger.audit.merkle.Hash;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How large a log is and what is in it (C2SP tlog-checkpoint).
 *
 * @param origin of the log: its name, for ever
 * @param size in leaves
 * @param root of the tree of so many leaves
 * @param extensions further lines, none of them empty
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isEmpty() || origin.contains("\n") || size < 0) {
            throw new IllegalArgumentException("a checkpoint has an origin of one line and a size");
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.contains("\n"))) {
            throw new IllegalArgumentException("an extension is a line that is not empty");
        }
    }

    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /** @throws IllegalArgumentException if this is not the text of a checkpoint */
    public static Checkpoint parse(String text) {
        var lines = text.lines().toList();
        if (lines.size() < 3
                || !text.endsWith("\n")
                || !SIZE.matcher(lines.get(1)).matches()) {
            throw new IllegalArgumentException("a checkpoint is a line each for origin, size and root");
        }
        return new Checkpoint(
                lines.get(0),
                Long.parseLong(lines.get(1)),
                Hash.ofBase64(lines.get(2)),
                lines.subList(3, lines.size()));
    }

    /** The note's text. */
    public String text() {
        var text = new StringBuilder()
                .append(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
