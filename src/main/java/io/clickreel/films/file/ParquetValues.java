package io.clickreel.films.file;

import io.clickreel.films.file.FilmColumn.BadValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Gives the values of one Parquet column as CSV would have them, so that one contract judges both. */
final class ParquetValues {
    private interface Reading {
        @Nullable
        String read(ColumnReader column) throws BadValueException;
    }

    private final ColumnReader column;
    private final int deepest;
    private final Reading reading;

    private ParquetValues(ColumnReader column, Reading reading) {
        this.column = column;
        this.deepest = column.getDescriptor().getMaxDefinitionLevel();
        this.reading = reading;
    }

    static ParquetValues of(PrimitiveType type, ColumnReader column) throws RefusedFileException {
        return new ParquetValues(column, reading(type));
    }

    /** @throws RefusedFileException if its values are neither texts nor numbers */
    static void requireReadable(PrimitiveType type) throws RefusedFileException {
        reading(type);
    }

    /** The current row's value; null: none. */
    @Nullable
    String now() throws BadValueException {
        return column.getCurrentDefinitionLevel() < deepest ? null : reading.read(column);
    }

    private static Reading reading(PrimitiveType type) throws RefusedFileException {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        boolean plain = meaning == null;
        int scale = meaning instanceof DecimalLogicalTypeAnnotation decimal ? decimal.getScale() : 0;
        boolean unsigned = meaning instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
        boolean number =
                plain || meaning instanceof DecimalLogicalTypeAnnotation || meaning instanceof IntLogicalTypeAnnotation;
        Reading found =
                switch (type.getPrimitiveTypeName()) {
                    case INT32 ->
                        number
                                ? column -> decimal(
                                        unsigned ? Integer.toUnsignedLong(column.getInteger()) : column.getInteger(),
                                        scale)
                                : null;
                    case INT64 ->
                        !number
                                ? null
                                : unsigned
                                        ? column -> Long.toUnsignedString(column.getLong())
                                        : column -> decimal(column.getLong(), scale);
                    case FLOAT -> column -> decimal(column.getFloat());
                    case DOUBLE -> column -> decimal(column.getDouble());
                    case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(meaning, scale);
                    case BOOLEAN, INT96 -> null;
                };
        if (found == null) {
            throw new RefusedFileException("column " + type.getName() + " is of type " + type.getPrimitiveTypeName()
                    + (plain ? "" : " (" + meaning + ")") + ", which is neither a text nor a number");
        }
        return found;
    }

    private static @Nullable Reading bytes(@Nullable LogicalTypeAnnotation meaning, int scale) {
        if (meaning instanceof DecimalLogicalTypeAnnotation) {
            return column -> new BigDecimal(new BigInteger(column.getBinary().getBytesUnsafe()), scale).toPlainString();
        }
        if (meaning instanceof UUIDLogicalTypeAnnotation) {
            return column -> {
                ByteBuffer halves = column.getBinary().toByteBuffer();
                return new java.util.UUID(halves.getLong(), halves.getLong()).toString();
            };
        }
        boolean text = meaning == null
                || meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation;
        return text ? ParquetValues::text : null;
    }

    private static String text(ColumnReader column) throws BadValueException {
        ByteBuffer bytes = column.getBinary().toByteBuffer();
        int start = bytes.position();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new BadValueException(String.format(
                    "byte %d of its value (%02X) is not UTF-8; export texts as UTF-8",
                    bytes.position() - start + 1, bytes.get(bytes.position())));
        }
    }

    private static String decimal(long unscaled, int scale) {
        return scale == 0
                ? Long.toString(unscaled)
                : BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    /** If whole numbers may be missing, pandas writes floats, with NaN for the missing ones. */
    private static @Nullable String decimal(double value) {
        return Double.isNaN(value)
                ? null
                : Double.isInfinite(value)
                        ? Double.toString(value)
                        : BigDecimal.valueOf(value).toPlainString();
    }
}
