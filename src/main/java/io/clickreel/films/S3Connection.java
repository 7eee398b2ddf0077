package io.clickreel.films;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where S3 is and who asks.
 *
 * @param endpoint URL
 * @param accessKey empty: the AWS default chain of credentials
 */
public record S3Connection(String endpoint, String region, String accessKey, String secretKey) {
    private static final Duration PING_LIMIT = Duration.ofSeconds(5);

    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .forcePathStyle(true)
                .credentialsProvider(credentials())
                // Many stores that speak S3 do not have its newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    /**
     * Asks S3 for a sign of life; a refusal counts as one.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if it does not answer within five seconds
     */
    public static void ping(S3Client client, String bucket) {
        try {
            client.headBucket(request ->
                    request.bucket(bucket).overrideConfiguration(limits -> limits.apiCallTimeout(PING_LIMIT)));
        } catch (SdkServiceException e) {
            // The routes report a bucket that is missing.
        }
    }

    private AwsCredentialsProvider credentials() {
        if (!accessKey.isEmpty()) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        }
        return DefaultCredentialsProvider.builder().build();
    }
}
