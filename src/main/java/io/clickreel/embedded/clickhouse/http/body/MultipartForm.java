package io.clickreel.embedded.clickhouse.http.body;

import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/** A body of type multipart/form-data, read part by part as it comes: fields are short texts, files may be long. */
public final class MultipartForm {
    public static final String TYPE = "multipart/form-data";

    /** The limit of a statement without data. */
    private static final int LONGEST_FIELD_BYTES = 16 << 20;

    private MultipartForm() {}

    public interface Files {
        void load(String name, InputStream content) throws IOException;
    }

    public static boolean isIn(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    /**
     * @param fields takes name and value of each part without a file name
     * @throws EngineException 36 if the body is no such form
     */
    public static void read(String contentType, InputStream body, BiConsumer<String, String> fields, Files files)
            throws IOException {
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new Upload(contentType, body));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                try (InputStream content = part.openStream()) {
                    if (part.isFormField()) {
                        fields.accept(part.getFieldName(), text(part.getFieldName(), content));
                    } else {
                        files.load(part.getFieldName(), content);
                    }
                }
            }
        } catch (FileUploadException e) {
            throw new EngineException(
                    36, "BAD_ARGUMENTS", "The body is no " + TYPE + " as RFC 7578 has it: " + e.getMessage());
        }
    }

    private static String text(String field, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(LONGEST_FIELD_BYTES + 1);
        if (bytes.length > LONGEST_FIELD_BYTES) {
            throw new EngineException(
                    36,
                    "BAD_ARGUMENTS",
                    "The form's field " + field + " has more than " + LONGEST_FIELD_BYTES
                            + " bytes. Send data as a file, with a file name.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private record Upload(String contentType, InputStream body) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public int getContentLength() {
            return -1;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }
    }
}
