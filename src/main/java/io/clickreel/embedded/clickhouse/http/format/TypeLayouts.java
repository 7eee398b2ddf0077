package io.clickreel.embedded.clickhouse.http.format;

import java.util.List;
import java.util.stream.Stream;

/** Finds the layout of a type's data. */
final class TypeLayouts {
    private TypeLayouts() {}

    /**
     * @param type as a character for each byte
     * @throws UnsupportedOperationException with the part of the type that cannot be walked over
     */
    static NativeLayout of(String type, int revision) {
        NativeType parsed = NativeType.parse(type);
        List<String> arguments = parsed.arguments();
        return switch (parsed.family()) {
            case "Bool", "Enum8", "Int8", "Nothing", "UInt8" -> new NativeLayout.Fixed(1);
            case "BFloat16", "Date", "Enum16", "Int16", "UInt16" -> new NativeLayout.Fixed(2);
            case "Date32", "DateTime", "Decimal32", "Float32", "IPv4", "Int32", "Time", "UInt32" ->
                new NativeLayout.Fixed(4);
            case "DateTime64", "Decimal64", "Float64", "Int64", "Time64", "UInt64" -> new NativeLayout.Fixed(8);
            case "Decimal128", "IPv6", "Int128", "UInt128", "UUID" -> new NativeLayout.Fixed(16);
            case "Decimal256", "Int256", "UInt256" -> new NativeLayout.Fixed(32);
            case "Decimal" -> new NativeLayout.Fixed(decimalBytes(Integer.parseInt(arguments.get(0))));
            case "FixedString" -> new NativeLayout.Fixed(Integer.parseInt(arguments.get(0)));
            case "QBit" -> new NativeLayout.Fixed(qbitBytes(arguments));
            case "String" -> new NativeLayout.Text();
            case "Nullable" -> new NativeLayout.Nullable(of(arguments.get(0), revision));
            case "LowCardinality" -> new NativeLayout.LowCardinality(of(withoutNull(arguments.get(0)), revision));
            case "Array" -> new NativeLayout.Array(of(arguments.get(0), revision));
            case "Map" -> new NativeLayout.Array(new NativeLayout.Tuple(all(arguments.stream(), revision)));
            case "Nested" -> new NativeLayout.Array(tuple(arguments, revision));
            case "Tuple" -> arguments.isEmpty() ? new NativeLayout.Fixed(1) : tuple(arguments, revision);
            case "Variant" -> new NativeLayout.Variant(all(arguments.stream(), revision));
            case "Dynamic" -> new NativeLayout.Dynamic(revision);
            case "JSON" -> new NativeLayout.Json(revision, typedPaths(arguments, revision));
            case "SimpleAggregateFunction" -> of(arguments.get(1), revision);
            case "Point" -> of("Tuple(Float64, Float64)", revision);
            case "LineString", "Ring" -> of("Array(Point)", revision);
            case "MultiLineString", "Polygon" -> of("Array(Ring)", revision);
            case "MultiPolygon" -> of("Array(Polygon)", revision);
            case "Geometry" -> of("Variant(LineString, MultiLineString, MultiPolygon, Point, Polygon, Ring)", revision);
            default -> {
                if (parsed.family().startsWith("Interval")) {
                    yield new NativeLayout.Fixed(8);
                }
                throw new UnsupportedOperationException(type);
            }
        };
    }

    private static int decimalBytes(int precision) {
        return precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
    }

    /** A vector is stored bit by bit: all first bits of its elements, then all second ones. */
    private static int qbitBytes(List<String> arguments) {
        int bits = Byte.SIZE * ((NativeLayout.Fixed) of(arguments.get(0), 0)).width();
        return bits * ((Integer.parseInt(arguments.get(1)) + 7) / 8);
    }

    private static String withoutNull(String type) {
        NativeType parsed = NativeType.parse(type);
        return parsed.family().equals("Nullable") ? parsed.arguments().get(0) : type;
    }

    private static List<NativeLayout> all(Stream<String> types, int revision) {
        return types.map(type -> of(type, revision)).toList();
    }

    private static NativeLayout tuple(List<String> elements, int revision) {
        return new NativeLayout.Tuple(all(elements.stream().map(NativeType::elementType), revision));
    }

    /** The layouts of a JSON's typed paths, sorted by the paths' names as their data is. */
    private static List<NativeLayout> typedPaths(List<String> arguments, int revision) {
        return all(
                arguments.stream()
                        .filter(argument -> !NativeType.elementName(argument).isEmpty())
                        .filter(argument -> !argument.startsWith("SKIP "))
                        .sorted((a, b) -> NativeType.elementName(a).compareTo(NativeType.elementName(b)))
                        .map(NativeType::elementType),
                revision);
    }
}
