package io.clickreel.registry;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Loader;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.SchemaEncoder;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes descriptors of Protobuf's schemas, which registries have as the text of a .proto file. */
final class ProtobufText {
    /** Under a name that no import has. */
    private static final String MAIN = "schema.registry/main.proto";

    private static final Map<String, FileDescriptor> OF_PROTOBUF = Stream.of(
                    AnyProto.getDescriptor(),
                    DescriptorProtos.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toMap(FileDescriptor::getName, file -> file));

    private ProtobufText() {}

    /**
     * The descriptor of a .proto text.
     *
     * @throws RuntimeException if it is none, or lacks what it imports
     */
    static FileDescriptor parse(RegisteredSchema registered) {
        Map<String, String> texts = new HashMap<>(registered.references());
        ErrorCollector errors = new ErrorCollector();
        Linker linker = new Linker(new Texts(texts), errors, true, true);
        Schema schema = linker.link(List.of(file(MAIN, registered.text())));
        errors.throwIfNonEmpty();
        return new Files(schema).descriptor(MAIN);
    }

    private static ProtoFile file(String path, String text) {
        return ProtoFile.Companion.get(new ProtoParser(Location.get(path), text.toCharArray()).readProtoFile());
    }

    /** What files import: the registry's references, and what belongs to Protobuf. */
    private record Texts(Map<String, String> texts) implements Loader {
        @Override
        public ProtoFile load(String path) {
            String text = texts.get(path);
            return text == null ? CoreLoader.INSTANCE.load(path) : file(path, text);
        }

        @Override
        public Loader withErrors(ErrorCollector errors) {
            return this;
        }
    }

    private static final class Files {
        private final Schema schema;
        private final SchemaEncoder encoder;
        private final Map<String, FileDescriptor> made = new HashMap<>(OF_PROTOBUF);

        Files(Schema schema) {
            this.schema = schema;
            this.encoder = new SchemaEncoder(schema);
        }

        FileDescriptor descriptor(String path) {
            FileDescriptor known = made.get(path);
            if (known != null) {
                return known;
            }
            ProtoFile file = schema.protoFile(path);
            if (file == null) {
                throw new IllegalArgumentException("it imports " + path + ", which is none of its references");
            }
            try {
                FileDescriptorProto proto =
                        FileDescriptorProto.parseFrom(encoder.encode(file).toByteArray());
                FileDescriptor[] imports =
                        proto.getDependencyList().stream().map(this::descriptor).toArray(FileDescriptor[]::new);
                FileDescriptor descriptor = FileDescriptor.buildFrom(proto, imports);
                made.put(path, descriptor);
                return descriptor;
            } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }
}
