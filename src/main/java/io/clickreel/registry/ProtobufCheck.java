package io.clickreel.registry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.clickreel.contract.ContractViolation.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What Protobuf's parser does not look at: how much memory a message takes as objects, and whether its strings are UTF-8, which
 * proto2 does not ask for.
 */
final class ProtobufCheck {
    /** A message of two bytes becomes several objects, so that a value of 1 MB could take hundreds. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int MESSAGE_BYTES = 400;
    private static final int FIELD_BYTES = 64;
    /** A number in a packed list may have one byte on the wire, and is an object in memory. */
    private static final int BYTES_OF_PACKED = 24;
    /** Protobuf's own limit, beyond which its parser says so. */
    private static final int MOST_NESTING = 100;

    private final CodedInputStream in;
    private long bytes;

    private ProtobufCheck(CodedInputStream in) {
        this.in = in;
    }

    /**
     * Reads a whole message.
     *
     * @throws IOException if it is not of Protobuf's form
     * @throws UnreadableException if it takes too much memory, or a string is no UTF-8
     */
    static void check(CodedInputStream in, Descriptor type) throws IOException, UnreadableException {
        new ProtobufCheck(in).message(type, 0);
    }

    /** @param type null: the schema does not know the field that it is in */
    private void message(@Nullable Descriptor type, int depth) throws IOException, UnreadableException {
        add(MESSAGE_BYTES);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int wireType = WireFormat.getTagWireType(tag);
            if (wireType == WireFormat.WIRETYPE_END_GROUP) {
                return;
            }
            add(FIELD_BYTES);
            FieldDescriptor field = type == null ? null : type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            try {
                if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    delimited(field, depth);
                } else if (wireType == WireFormat.WIRETYPE_START_GROUP && depth < MOST_NESTING) {
                    message(typeOf(field), depth + 1);
                } else {
                    in.skipField(tag);
                }
            } catch (UnreadableException e) {
                throw field == null ? e : e.in(field.getName());
            }
        }
    }

    private void delimited(@Nullable FieldDescriptor field, int depth) throws IOException, UnreadableException {
        Descriptor type = typeOf(field);
        if (type != null && depth < MOST_NESTING) {
            int before = in.pushLimit(in.readRawVarint32());
            message(type, depth + 1);
            in.checkLastTagWas(0);
            in.popLimit(before);
        } else if (field != null && field.getType() == FieldDescriptor.Type.STRING) {
            if (!in.readBytes().isValidUtf8()) {
                throw UnreadableException.encoding("is no UTF-8");
            }
        } else {
            int length = in.readRawVarint32();
            add((field != null && field.isPackable() ? BYTES_OF_PACKED : 1L) * length);
            in.skipRawBytes(length);
        }
    }

    private static @Nullable Descriptor typeOf(@Nullable FieldDescriptor field) {
        return field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }

    private void add(long more) throws UnreadableException {
        bytes += more;
        if (bytes > MOST_BYTES) {
            throw new UnreadableException(
                    Reason.TOO_LARGE,
                    "has so many parts that it takes more than " + (MOST_BYTES >> 20)
                            + " MB in memory. Send less in one record");
        }
    }
}
