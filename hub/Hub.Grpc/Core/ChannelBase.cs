namespace Grpc.Core;

/// <summary>A way to a server, shared by any number of clients and calls.</summary>
public abstract class ChannelBase(string target)
{
    /// <summary>Host and port.</summary>
    public string Target { get; } = target;

    public abstract CallInvoker CreateCallInvoker();

    public Task ShutdownAsync() => ShutdownAsyncCore();

    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
