namespace Grpc.Core;

/// <summary>What every generated client is built on.</summary>
public abstract class ClientBase
{
    private readonly ClientBaseConfiguration? _configuration;

    /// <summary>For test doubles: a client that calls nothing.</summary>
    protected ClientBase()
    {
    }

    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
    }

    protected ClientBase(ChannelBase channel)
        : this(new ClientBaseConfiguration((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker(), host: null))
    {
    }

    protected ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker ?? throw new ArgumentNullException(nameof(callInvoker)), host: null))
    {
    }

    protected CallInvoker CallInvoker =>
        _configuration?.Invoker ?? throw new NotSupportedException("This client was built without a channel: it is meant to be overridden in tests.");

    private protected ClientBaseConfiguration Configuration => _configuration ?? throw new NotSupportedException("This client was built without a channel.");

    /// <summary>How a client reaches its server.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "Generated code names it as nested.")]
    protected internal class ClientBaseConfiguration
    {
        internal ClientBaseConfiguration(CallInvoker invoker, string? host)
        {
            Invoker = invoker;
            Host = host;
        }

        internal CallInvoker Invoker { get; }

        internal string? Host { get; }
    }
}

/// <summary>What every generated client of one kind is built on.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    protected ClientBase()
    {
    }

    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>The same client for another authority.</summary>
    public T WithHost(string host) => NewInstance(new ClientBaseConfiguration(Configuration.Invoker, host));

    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
