package io.clickreel.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.clickreel.contract.json.Excerpt;
import java.io.IOException;
import java.util.List;

/** Values of a Protobuf schema: behind the prefix stands which message of the file they are, then the message. */
final class ProtobufFormat implements ValueFormat {
    private final FileDescriptor file;

    private ProtobufFormat(FileDescriptor file) {
        this.file = file;
    }

    /** @throws RuntimeException if it is no schema of Protobuf */
    static ProtobufFormat of(RegisteredSchema registered) {
        return new ProtobufFormat(ProtobufText.parse(registered));
    }

    @Override
    public String describe() {
        return "Protobuf, " + (file.getPackage().isEmpty() ? "no package" : Excerpt.of(file.getPackage()));
    }

    @Override
    public void write(byte[] bytes, int from, int length, JsonGenerator json) throws IOException, UnreadableException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, length);
        Descriptor type = type(in);
        int start = from + in.getTotalBytesRead();
        ProtobufCheck.check(CodedInputStream.newInstance(bytes, start, from + length - start), type);
        DynamicMessage message = DynamicMessage.parseFrom(type, in);
        in.checkLastTagWas(0); // Else it ended at the end of a group that has no beginning.
        new ProtobufJson(json).message(message);
    }

    /** Reads the way to the message: how many numbers, then its place in the file, its place in that one and so on. */
    private Descriptor type(CodedInputStream in) throws IOException, UnreadableException {
        int count = in.readSInt32();
        if (count == 0) {
            return one(file.getMessageTypes(), 0);
        }
        Descriptor type = null;
        for (int i = 0; i < count; i++) {
            type = one(type == null ? file.getMessageTypes() : type.getNestedTypes(), in.readSInt32());
        }
        if (type == null) {
            throw UnreadableException.encoding("has a way to its message of " + count + " steps");
        }
        return type;
    }

    private static Descriptor one(List<Descriptor> types, int index) throws UnreadableException {
        if (index < 0 || index >= types.size()) {
            throw UnreadableException.encoding(
                    "names message " + index + " of " + types.size() + " in its file, counted from 0");
        }
        return types.get(index);
    }
}
