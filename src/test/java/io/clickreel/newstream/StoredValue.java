package io.clickreel.newstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** Compares what ClickHouse has with what was sent, as Jackson reads it. */
final class StoredValue {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private StoredValue() {}

    /** @param sent a missing node if the event had none */
    static boolean is(String type, String stored, JsonNode sent) throws JsonProcessingException {
        boolean isContainer = type.startsWith("Array(") || type.startsWith("Map(");
        boolean isNull = type.startsWith("Nullable(") && stored.equals("null");
        return same(
                type,
                isContainer ? JSON.readTree(stored) : isNull ? NullNode.instance : TextNode.valueOf(stored),
                sent);
    }

    private static boolean same(String type, JsonNode stored, JsonNode sent) throws JsonProcessingException {
        if (type.startsWith("Nullable(")) {
            return sent.isMissingNode() || sent.isNull()
                    ? stored.isNull()
                    : !stored.isNull() && same(inside(type), stored, sent);
        }
        if (type.startsWith("LowCardinality(")) {
            return same(inside(type), stored, sent);
        }
        if (sent.isMissingNode() || sent.isNull()) {
            return stored.isContainerNode() ? stored.isEmpty() : stored.asText().isEmpty();
        }
        if (type.startsWith("Array(")) {
            boolean same = stored.size() == sent.size();
            for (int i = 0; same && i < sent.size(); i++) {
                same = same(inside(type), stored.get(i), sent.get(i));
            }
            return same;
        }
        if (type.startsWith("Map(")) {
            boolean same = stored.size() == sent.size();
            for (Map.Entry<String, JsonNode> each : sent.properties()) {
                same = same
                        && same(
                                inside(type).substring("String, ".length()),
                                stored.path(each.getKey()),
                                each.getValue());
            }
            return same;
        }
        return plain(type, stored.asText(), sent);
    }

    private static boolean plain(String type, String stored, JsonNode sent) throws JsonProcessingException {
        String text = sent.asText();
        if (type.equals("String")) {
            return sent.isContainerNode() ? JSON.readTree(stored).equals(sent) : stored.equals(text);
        }
        if (type.equals("Bool") || type.equals("Date32") || type.equals("IPv4")) {
            return stored.equals(text);
        }
        if (type.equals("UUID")) {
            return stored.equalsIgnoreCase(text);
        }
        if (type.equals("IPv6")) {
            try {
                return InetAddress.getByName(stored).equals(InetAddress.getByName(text));
            } catch (UnknownHostException e) {
                return false;
            }
        }
        if (type.startsWith("Int") || type.startsWith("UInt")) {
            return new BigInteger(stored).equals(new BigInteger(text));
        }
        if (type.equals("Float64")) {
            return Double.parseDouble(stored) == sent.doubleValue();
        }
        if (type.startsWith("Decimal(")) {
            return new BigDecimal(stored).compareTo(sent.decimalValue()) == 0;
        }
        if (type.startsWith("DateTime64(")) {
            Instant instant = LocalDateTime.parse(stored.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
            return instant.equals(sent.isTextual() ? iso(text) : epoch(sent.bigIntegerValue()));
        }
        throw new IllegalArgumentException(type);
    }

    private static Instant iso(String text) {
        String zoned = text.replace(' ', 'T').replace('z', 'Z');
        zoned = zoned.matches(".*(Z|[+-][0-9:]+)") && zoned.matches(".*T.*(Z|[+-][0-9:]+)") ? zoned : zoned + "Z";
        return OffsetDateTime.parse(
                        zoned.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2").replaceFirst("(T.*[+-]\\d\\d)$", "$1:00"))
                .toInstant();
    }

    private static Instant epoch(BigInteger number) {
        int digits = number.toString().length();
        int decimals = digits <= 10 ? 0 : digits <= 13 ? 3 : digits <= 16 ? 6 : 9;
        BigInteger[] parts =
                number.multiply(BigInteger.TEN.pow(9 - decimals)).divideAndRemainder(BigInteger.TEN.pow(9));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].intValueExact());
    }

    private static String inside(String type) {
        return type.substring(type.indexOf('(') + 1, type.length() - 1);
    }
}
