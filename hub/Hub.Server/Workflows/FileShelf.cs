using System.Diagnostics;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>The files of one local authority, as the activities of a burst reach them.</summary>
internal sealed class FileShelf(KeptFiles files, HttpCaller http, TenantId tenant) : IFileShelf
{
    // What a script reads becomes part of the instance's state, as an array of numbers.
    private const long MostCarried = 1024 * 1024;

    public async ValueTask<HttpCallResult> DownloadAsync(HttpCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await http.DownloadAsync(files, tenant, call, null, Activity.Current?.Id, cancellationToken);
        }
        catch (FileTooLargeException error)
        {
            throw new ActivityFaultException(error.Message);
        }
    }

    public async ValueTask<byte[]> ReadAsync(FileClaim claim, CancellationToken cancellationToken)
    {
        await using var stream = files.Open(tenant, claim) ?? throw new ActivityFaultException("The file is not kept here (any more).");
        if (stream.Length > MostCarried)
        {
            throw new ActivityFaultException($"The file has {stream.Length} bytes; a workflow carries at most {MostCarried}. Pass the file itself on instead of its bytes.");
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
