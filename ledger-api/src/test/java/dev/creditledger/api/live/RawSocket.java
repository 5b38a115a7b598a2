package dev.creditledger.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket by hand (RFC 6455): it may do everything wrong, and does not answer by itself. */
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int SOON_MILLIS = 10_000;
    private static final byte[] MASK = {7, 1, 33, 64};

    private final Socket socket;
    private final InputStream in;
    private final Answer answer;

    /** To the handshake. */
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    record Frame(int opcode, ByteBuffer payload) {
        String text() {
            return UTF_8.decode(payload.duplicate()).toString();
        }

        int closeCode() {
            return payload.remaining() < 2 ? 1005 : payload.getShort(0);
        }
    }

    /**
     * Who knocks, and how.
     *
     * @param host the last byte of its address, 127.0.0.x
     */
    record Knock(int host, int receiveBuffer, List<String> headers) {

        static Knock from(int host) {
            return new Knock(host, 65_536, List.of());
        }

        Knock with(String... others) {
            return new Knock(host, receiveBuffer, List.of(others));
        }

        Knock receiving(int buffer) {
            return new Knock(host, buffer, headers);
        }
    }

    private RawSocket(int port, String path, Knock knock) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(knock.receiveBuffer());
        socket.setSoTimeout(SOON_MILLIS);
        socket.setTcpNoDelay(true);
        try {
            socket.bind(new InetSocketAddress(loopback(knock.host()), 0));
            socket.connect(new InetSocketAddress(loopback(1), port), SOON_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            var request = new StringBuilder("GET ")
                    .append(path)
                    .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                    .append(port)
                    .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                    .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
            for (var header : knock.headers()) {
                request.append(header).append("\r\n");
            }
            send(request.append("\r\n").toString().getBytes(UTF_8));
            answer = readAnswer();
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static InetAddress loopback(int host) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
    }

    static RawSocket open(int port, String path) throws IOException {
        return open(port, path, Knock.from(1));
    }

    static RawSocket open(int port, String path, Knock knock) throws IOException {
        return new RawSocket(port, path, knock);
    }

    Answer answer() {
        return answer;
    }

    private Answer readAnswer() throws IOException {
        var status = Integer.parseInt(line().split(" ", -1)[1]);
        var headers = new LinkedHashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, status == 101 ? "" : body(headers));
    }

    private String body(Map<String, String> headers) throws IOException {
        if (!headers.containsKey("transfer-encoding")) {
            return new String(bytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))), UTF_8);
        }
        var body = new ByteArrayOutputStream();
        for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(bytes(size));
            line();
        }
        return body.toString(UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = bytes(1)[0]; next != '\n'; next = bytes(1)[0]) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private byte[] bytes(int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** As they are. */
    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void text(String text) throws IOException {
        send(frame(TEXT, true, true, text.getBytes(UTF_8)));
    }

    static byte[] frame(int opcode, boolean last, boolean masked, byte[] payload) {
        var frame = new ByteArrayOutputStream(payload.length + 14);
        frame.writeBytes(header(opcode, last, masked, payload.length));
        if (masked) {
            frame.writeBytes(MASK);
        }
        for (var i = 0; i < payload.length; i++) {
            frame.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return frame.toByteArray();
    }

    /** What comes before the mask. */
    static byte[] header(int opcode, boolean last, boolean masked, long length) {
        var header = ByteBuffer.allocate(10).put((byte) ((last ? 0x80 : 0) | opcode));
        var mask = masked ? 0x80 : 0;
        if (length < 126) {
            header.put((byte) (mask | length));
        } else if (length < 65_536) {
            header.put((byte) (mask | 126)).putShort((short) length);
        } else {
            header.put((byte) (mask | 127)).putLong(length);
        }
        return java.util.Arrays.copyOf(header.array(), header.position());
    }

    Frame read() throws IOException {
        var head = bytes(2);
        var length = switch (head[1] & 0x7f) {
            case 126 -> ByteBuffer.wrap(bytes(2)).getShort() & 0xffff;
            case 127 -> Math.toIntExact(ByteBuffer.wrap(bytes(8)).getLong());
            default -> head[1] & 0x7f;
        };
        return new Frame(head[0] & 0xf, ByteBuffer.wrap(bytes(length)));
    }

    /** The next message; pings are answered. */
    JsonNode next() throws IOException {
        for (var frame = read(); ; frame = read()) {
            switch (frame.opcode()) {
                case TEXT -> {
                    return JsonMapper.shared().readTree(frame.text());
                }
                case PING -> send(frame(PONG, true, true, frame.text().getBytes(UTF_8)));
                default -> throw new AssertionError("frame " + frame.opcode() + ": " + frame.text());
            }
        }
    }

    /** How it ended, whatever was said before. */
    int closed() throws IOException {
        try {
            var frame = read();
            while (frame.opcode() != CLOSE) {
                frame = read();
            }
            return frame.closeCode();
        } catch (EOFException | SocketException e) {
            return LiveClient.CUT;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
