package io.clickreel.embedded.clickhouse.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the data of a type lies in format Native: enough to walk over it, not to understand it. */
sealed interface NativeColumn {
    /** What a Dynamic calls the values of those types that are too many for it. */
    String SHARED = "SharedVariant";

    /** The first revision with the second version of Dynamic and JSON. */
    int DYNAMIC_2 = 54473;

    /** Passes what stands once in front of all data of a column. */
    default void passPrefix(NativePassage passage) throws IOException {}

    void passRows(NativePassage passage, long rows) throws IOException;

    record Fixed(int width) implements NativeColumn {
        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passage.skip(rows, width);
        }
    }

    record Text() implements NativeColumn {
        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passage.skipTexts(rows);
        }
    }

    /** A byte for each row, then all values, those of the nulls too. */
    record Nullable(NativeColumn values) implements NativeColumn {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            values.passPrefix(passage);
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passage.skip(rows);
            values.passRows(passage, rows);
        }
    }

    /** The end of each array in the values, then the values of all. */
    record Array(NativeColumn values) implements NativeColumn {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            values.passPrefix(passage);
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            if (rows == 0) {
                return;
            }
            passage.skip(rows - 1, Long.BYTES);
            values.passRows(passage, passage.readLong());
        }
    }

    record Tuple(List<NativeColumn> elements) implements NativeColumn {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            for (NativeColumn element : elements) {
                element.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            for (NativeColumn element : elements) {
                element.passRows(passage, rows);
            }
        }
    }

    /** The distinct values, then for each row the number of its value. */
    record LowCardinality(NativeColumn keys) implements NativeColumn {
        private static final int HAS_KEYS = 1 << 9;

        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            passage.readLong();
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            for (long left = rows; left > 0; ) {
                long head = passage.readLong();
                if ((head & HAS_KEYS) != 0) {
                    keys.passRows(passage, passage.readLong());
                }
                long indexes = passage.readLong();
                passage.skip(indexes, 1 << (head & 3));
                left -= indexes;
            }
        }
    }

    /** The number of a type for each row, then for each type all its values. */
    record Variant(List<NativeColumn> types) implements NativeColumn {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            long mode = passage.readLong();
            if (mode != 0) {
                throw new IOException("a Variant is written in the unknown mode " + mode);
            }
            for (NativeColumn type : types) {
                type.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passCounted(passage, rows, 1, types);
        }

        /** Any number that is no type's stands for NULL, which has no value. */
        private static void passCounted(NativePassage passage, long rows, int numberBytes, List<NativeColumn> types)
                throws IOException {
            long[] counts = new long[types.size()];
            for (long i = 0; i < rows; i++) {
                int number = passage.readByte();
                if (numberBytes == 2) {
                    number |= passage.readByte() << 8;
                }
                if (number < counts.length) {
                    counts[number]++;
                }
            }
            for (int i = 0; i < counts.length; i++) {
                types.get(i).passRows(passage, counts[i]);
            }
        }
    }

    /** A Variant whose types stand in its prefix; older revisions have a count more in front of them. */
    final class Dynamic implements NativeColumn {
        private static final int PLAIN = 1;
        private static final int FLATTENED = 3;

        private final int revision;
        private List<NativeColumn> types = List.of();
        private int numberBytes = 1;

        Dynamic(int revision) {
            this.revision = revision;
        }

        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            long version = passVersion(passage, revision, PLAIN);
            List<String> names = new ArrayList<>();
            for (long left = passage.readVarint(); left > 0; left--) {
                names.add(passage.readText());
            }
            if (version != FLATTENED) {
                // Its types lie there in the order of their names, and the shared one is not written down.
                names.add(SHARED);
                names.sort(null);
                passage.readLong();
            }
            types = names.stream()
                    .map(name -> name.equals(SHARED) ? new Text() : of(name, revision))
                    .toList();
            numberBytes = version == FLATTENED && types.size() > 0xff ? 2 : 1;
            for (NativeColumn type : types) {
                type.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            Variant.passCounted(passage, rows, numberBytes, types);
        }
    }

    /** A column for each typed path, one for each dynamic path, and one for the paths beyond max_dynamic_paths. */
    final class Json implements NativeColumn {
        private static final int PLAIN = 0;
        private static final int AS_TEXT = 1;
        private static final int FLATTENED = 3;

        private final int revision;
        private final List<NativeColumn> typed;
        private List<NativeColumn> parts = List.of();

        Json(int revision, List<NativeColumn> typed) {
            this.revision = revision;
            this.typed = typed;
        }

        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            long version = passVersion(passage, revision, PLAIN);
            if (version == AS_TEXT) {
                parts = List.of(new Text());
                return;
            }
            parts = new ArrayList<>(typed);
            for (long left = passage.readVarint(); left > 0; left--) {
                passage.readText();
                parts.add(new Dynamic(revision));
            }
            if (version != FLATTENED) {
                parts.add(new Array(new Tuple(List.of(new Text(), new Text()))));
            }
            for (NativeColumn part : parts) {
                part.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            for (NativeColumn part : parts) {
                part.passRows(passage, rows);
            }
        }
    }

    /** Passes the version of a Dynamic or a JSON, the first as the second where the revision wants it. */
    private static long passVersion(NativePassage passage, int revision, int first) throws IOException {
        long version = passage.removeLong();
        boolean raised = version == first && revision >= DYNAMIC_2;
        passage.insert(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(raised ? 2 : version)
                .array());
        if (raised) {
            passage.removeVarint();
        } else if (version == first) {
            passage.readVarint();
        }
        return version;
    }

    /**
     * @param type as a character for each byte
     * @throws UnsupportedOperationException with the part of the type that cannot be walked over
     */
    static NativeColumn of(String type, int revision) {
        NativeType parsed = NativeType.parse(type);
        List<String> arguments = parsed.arguments();
        return switch (parsed.family()) {
            case "Bool", "Enum8", "Int8", "Nothing", "UInt8" -> new Fixed(1);
            case "BFloat16", "Date", "Enum16", "Int16", "UInt16" -> new Fixed(2);
            case "Date32", "DateTime", "Decimal32", "Float32", "IPv4", "Int32", "Time", "UInt32" -> new Fixed(4);
            case "DateTime64", "Decimal64", "Float64", "Int64", "Time64", "UInt64" -> new Fixed(8);
            case "Decimal128", "IPv6", "Int128", "UInt128", "UUID" -> new Fixed(16);
            case "Decimal256", "Int256", "UInt256" -> new Fixed(32);
            case "Decimal" -> new Fixed(decimalBytes(Integer.parseInt(arguments.get(0))));
            case "FixedString" -> new Fixed(Integer.parseInt(arguments.get(0)));
            case "QBit" -> new Fixed(qbitBytes(arguments));
            case "String" -> new Text();
            case "Nullable" -> new Nullable(of(arguments.get(0), revision));
            case "LowCardinality" -> new LowCardinality(of(withoutNull(arguments.get(0)), revision));
            case "Array" -> new Array(of(arguments.get(0), revision));
            case "Map" -> new Array(new Tuple(all(arguments.stream(), revision)));
            case "Nested" -> new Array(tuple(arguments, revision));
            case "Tuple" -> arguments.isEmpty() ? new Fixed(1) : tuple(arguments, revision);
            case "Variant" -> new Variant(all(arguments.stream(), revision));
            case "Dynamic" -> new Dynamic(revision);
            case "JSON" -> new Json(revision, typedPaths(arguments, revision));
            case "SimpleAggregateFunction" -> of(arguments.get(1), revision);
            case "Point" -> of("Tuple(Float64, Float64)", revision);
            case "LineString", "Ring" -> of("Array(Point)", revision);
            case "MultiLineString", "Polygon" -> of("Array(Ring)", revision);
            case "MultiPolygon" -> of("Array(Polygon)", revision);
            case "Geometry" -> of("Variant(LineString, MultiLineString, MultiPolygon, Point, Polygon, Ring)", revision);
            default -> {
                if (parsed.family().startsWith("Interval")) {
                    yield new Fixed(8);
                }
                throw new UnsupportedOperationException(type);
            }
        };
    }

    private static int decimalBytes(int precision) {
        return precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
    }

    /** A vector lies there bit by bit: all first bits of its elements, then all second ones. */
    private static int qbitBytes(List<String> arguments) {
        int bits = Byte.SIZE * ((Fixed) of(arguments.get(0), 0)).width();
        return bits * ((Integer.parseInt(arguments.get(1)) + 7) / 8);
    }

    private static String withoutNull(String type) {
        NativeType parsed = NativeType.parse(type);
        return parsed.family().equals("Nullable") ? parsed.arguments().get(0) : type;
    }

    private static List<NativeColumn> all(Stream<String> types, int revision) {
        return types.map(type -> of(type, revision)).toList();
    }

    private static NativeColumn tuple(List<String> elements, int revision) {
        return new Tuple(all(elements.stream().map(NativeType::elementType), revision));
    }

    /** Their data lies in the order of their names. */
    private static List<NativeColumn> typedPaths(List<String> arguments, int revision) {
        return all(
                arguments.stream()
                        .filter(argument -> !NativeType.elementName(argument).isEmpty())
                        .filter(argument -> !argument.startsWith("SKIP "))
                        .sorted((a, b) -> NativeType.elementName(a).compareTo(NativeType.elementName(b)))
                        .map(NativeType::elementType),
                revision);
    }
}
