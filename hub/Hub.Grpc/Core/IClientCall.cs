namespace Grpc.Core;

/// <summary>What the four public call types have in common: a running call, or delegates given by a test.</summary>
internal interface IClientCall : IDisposable
{
    Task<Metadata> ResponseHeadersAsync { get; }

    Status GetStatus();

    Metadata GetTrailers();
}

/// <summary>A call made of delegates, for people who build calls by hand in tests.</summary>
internal sealed class DelegatedCall(Task<Metadata> responseHeaders, Func<Status> getStatus, Func<Metadata> getTrailers, Action dispose) : IClientCall
{
    public Task<Metadata> ResponseHeadersAsync => responseHeaders;

    public Status GetStatus() => getStatus();

    public Metadata GetTrailers() => getTrailers();

    public void Dispose() => dispose();
}
