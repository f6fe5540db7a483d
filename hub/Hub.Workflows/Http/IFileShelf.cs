namespace Hub.Workflows.Http;

/// <summary>Keeps files for workflows, bounded and on disk. The host object of the burst implements it.</summary>
public interface IFileShelf
{
    /// <summary>Makes a call and keeps the answer's body as a file; the result's body is its <see cref="FileClaim"/>.</summary>
    ValueTask<HttpCallResult> DownloadAsync(HttpCall call, CancellationToken cancellationToken);

    /// <summary>A file's bytes.</summary>
    /// <exception cref="Runtime.ActivityFaultException">There is no such file, or it is too large to be carried by a workflow.</exception>
    ValueTask<byte[]> ReadAsync(FileClaim claim, CancellationToken cancellationToken);
}
