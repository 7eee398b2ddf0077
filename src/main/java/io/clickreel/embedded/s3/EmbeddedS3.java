package io.clickreel.embedded.s3;

import io.clickreel.StartupException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3Proxy over a folder: the S3 API on 127.0.0.1. */
public final class EmbeddedS3 implements AutoCloseable {
    private final S3Proxy proxy;

    private EmbeddedS3(S3Proxy proxy) {
        this.proxy = proxy;
    }

    /**
     * @param folder absolute; objects have to be written through the API, which keeps their ETags
     * @param accessKey empty: whoever reaches the port may read and write
     */
    public static EmbeddedS3 start(Path folder, int port, String accessKey, String secretKey) {
        AuthenticationType authentication =
                accessKey.isEmpty() ? AuthenticationType.NONE : AuthenticationType.AWS_V2_OR_V4;
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(authentication, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(16)
                .stopTimeout(0)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new StartupException("The embedded S3 did not start: " + e.getMessage());
        }
        return new EmbeddedS3(proxy);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded S3 did not stop", e);
        }
    }
}
