package io.clickreel.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Passes connections on to a port of this machine, and knows what was asked and answered on each. */
public final class RecordingProxy extends Relay {
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+ /\\S*) HTTP/1\\.1\r\n");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    /**
     * One connection's requests and the statuses of its answers, each in their order.
     *
     * @param asked such as "GET /path"
     */
    public record Exchange(List<String> asked, List<Integer> answered) {}

    private record Recorded(ByteArrayOutputStream sent, ByteArrayOutputStream received) {}

    private final List<Recorded> connections = new CopyOnWriteArrayList<>();

    private RecordingProxy(int target) {
        super(target);
    }

    public static RecordingProxy before(int port) {
        RecordingProxy proxy = new RecordingProxy(port);
        proxy.start();
        return proxy;
    }

    /** Of the connections that were opened so far and said something. */
    public List<Exchange> exchanges() {
        return connections.stream()
                .map(recorded -> new Exchange(
                        all(REQUEST, recorded.sent()),
                        all(STATUS, recorded.received()).stream()
                                .map(Integer::valueOf)
                                .toList()))
                .filter(exchange -> !exchange.asked().isEmpty())
                .toList();
    }

    @Override
    Sides connected() {
        Recorded recorded = new Recorded(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        connections.add(recorded);
        return new Sides(copyTo(recorded.sent()), copyTo(recorded.received()));
    }

    private static UnaryOperator<byte[]> copyTo(ByteArrayOutputStream copy) {
        return piece -> {
            copy.writeBytes(piece);
            return piece;
        };
    }

    private static List<String> all(Pattern pattern, ByteArrayOutputStream bytes) {
        return pattern.matcher(bytes.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
