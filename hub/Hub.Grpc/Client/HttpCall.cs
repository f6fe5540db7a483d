using System.IO.Pipelines;
using Grpc.Core.Wire;
using Grpc.Net.Client;

namespace Grpc.Core.Client;

/// <summary>
/// One call of a client. Whatever happens first decides its status: the server's trailers, the deadline, the caller giving up, a lost connection.
/// Every failure shows as <see cref="RpcException"/>.
/// </summary>
internal sealed class HttpCall<TRequest, TResponse> : IClientCall
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _onCallerCancelled;
    private readonly CancellationTokenRegistration _onChannelClosed;
    private readonly Timer? _deadlineTimer;
    private readonly Lock _gate = new();
    private Task<HttpResponseMessage>? _response;
    private PipeReader? _body;
    private FrameReader<TResponse>? _reader;
    private RequestStreamWriter<TRequest>? _requests;
    private Status? _status;
    private Metadata? _trailers;

    public HttpCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        Token = _cancellation.Token;
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var remaining = deadline.ToUniversalTime() - DateTime.UtcNow;
            if (remaining <= TimeSpan.Zero)
            {
                GiveUp(StatusCode.DeadlineExceeded, "The deadline had passed before the call started.");
            }
            else if (remaining.TotalMilliseconds < int.MaxValue)
            {
                _deadlineTimer = new Timer(
                    static call => ((HttpCall<TRequest, TResponse>)call!).GiveUp(StatusCode.DeadlineExceeded, "The deadline passed before the server answered."),
                    this, remaining, Timeout.InfiniteTimeSpan);
            }
        }

        _onCallerCancelled = options.CancellationToken.UnsafeRegister(
            static call => ((HttpCall<TRequest, TResponse>)call!).GiveUp(StatusCode.Cancelled, "The caller gave the call up."), this);
        _onChannelClosed = channel.Closing.UnsafeRegister(
            static call => ((HttpCall<TRequest, TResponse>)call!).GiveUp(StatusCode.Cancelled, "The channel was disposed."), this);
    }

    /// <summary>Fires when the call is given up on this side.</summary>
    public CancellationToken Token { get; }

    public Task<Metadata> ResponseHeadersAsync => ReadHeadersAsync();

    public async Task<TResponse> UnaryAsync(TRequest request)
    {
        Start(request);
        return await ReadSingleAsync().ConfigureAwait(false);
    }

    /// <summary>Sends the only message of the client.</summary>
    public void Start(TRequest request)
    {
        var compress = Compresses();
        var write = compress && ((_options.WriteOptions?.Flags ?? WriteFlags.None) & WriteFlags.NoCompress) == 0;
        Send(new SingleMessageContent<TRequest>(request, _method.RequestMarshaller, _channel.MaxSendMessageSize, write), compress);
    }

    /// <summary>Opens the stream of the client's messages.</summary>
    public IClientStreamWriter<TRequest> StartStream()
    {
        var compress = Compresses();
        var requests = new RequestStreamWriter<TRequest>(_method.RequestMarshaller, _channel.MaxSendMessageSize, compress, Fail, Explain)
        {
            WriteOptions = _options.WriteOptions,
        };
        _requests = requests;
        Send(requests.Content, compress);
        return requests;
    }

    /// <summary>The only message of the server, once its status is OK.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        try
        {
            var response = await OpenResponseAsync().ConfigureAwait(false);
            var message = _reader is null ? null : await _reader.ReadSingleAsync(Token).ConfigureAwait(false);
            var outcome = TrailersReader.ReadTrailersOnly(response) ?? TrailersReader.Read(response);
            if (message is null && outcome.Status.StatusCode == StatusCode.OK)
            {
                throw FrameErrors.Missing();
            }

            End(outcome);
            ThrowUnlessOk();
            return message ?? throw FrameErrors.Missing();
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
        finally
        {
            _body?.Complete();
            Release();
        }
    }

    /// <summary>The server's next message; null at the end of an OK stream.</summary>
    public async Task<TResponse?> ReadNextAsync(CancellationToken cancellationToken)
    {
        // Cancelling a read cancels the call: the rest of a half-read message could not be found again.
        using var registration = cancellationToken.UnsafeRegister(
            static call => ((HttpCall<TRequest, TResponse>)call!).GiveUp(StatusCode.Cancelled, "The caller gave the call up."), this);
        try
        {
            var response = await OpenResponseAsync().ConfigureAwait(false);
            if (_reader is not null && await _reader.ReadNextAsync(Token).ConfigureAwait(false) is { } message)
            {
                return message;
            }

            End(TrailersReader.ReadTrailersOnly(response) ?? TrailersReader.Read(response));
            ThrowUnlessOk();
            _body?.Complete();
            Release();
            return null;
        }
        catch (Exception exception)
        {
            var failure = Fail(exception);
            _body?.Complete();
            Release();
            throw failure;
        }
    }

    public Status GetStatus() => _status ?? throw new InvalidOperationException("The call has not ended: its status is not known yet.");

    public Metadata GetTrailers() => _trailers ?? throw new InvalidOperationException("The call has not ended: its trailers are not known yet.");

    /// <summary>Gives the call up unless it has ended.</summary>
    public void Dispose()
    {
        GiveUp(StatusCode.Cancelled, "The call was disposed before it ended.");
        Release();
    }

    private bool Compresses()
    {
        var encoding = _options.Headers?.GetValue(GrpcHeaders.RequestedEncoding);
        if (encoding is not (null or GrpcHeaders.Identity or GrpcHeaders.Gzip))
        {
            throw new ArgumentException($"{GrpcHeaders.RequestedEncoding} must be \"gzip\" or \"identity\" and is \"{encoding}\".");
        }

        return encoding == GrpcHeaders.Gzip;
    }

    private void Send(HttpContent content, bool compress)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _channel.AddressOf(_method))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        RequestHeaders.Write(request, _host, _options, compress);
        _response = SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        try
        {
            ThrowUnlessOk(); // the deadline may have passed before anything was sent
            return await _channel.SendAsync(request, Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Fail(exception); // told at once: a caller that only writes would wait for ever
        }
    }

    /// <summary>Waits for the response headers and prepares to read the messages behind them, if there are any.</summary>
    private async ValueTask<HttpResponseMessage> OpenResponseAsync()
    {
        var response = await _response!.ConfigureAwait(false); // sent before anything is read
        if (_reader is not null || TrailersReader.ReadTrailersOnly(response) is not null)
        {
            return response;
        }

        var encoding = response.Headers.TryGetValues(GrpcHeaders.Encoding, out var encodings) ? encodings.FirstOrDefault() : null;
        var body = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        _body = PipeReader.Create(body);
        _reader = new FrameReader<TResponse>(
            _body, _method.ResponseMarshaller.ContextualDeserializer, _channel.MaxReceiveMessageSize, encoding);
        return response;
    }

    private async Task<Metadata> ReadHeadersAsync()
    {
        try
        {
            var response = await _response!.ConfigureAwait(false); // sent before the call object is handed out
            return TrailersReader.ReadHeaders(response);
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    private void End((Status Status, Metadata Trailers) outcome)
    {
        lock (_gate)
        {
            if (_status is null)
            {
                _status = outcome.Status;
                _trailers = outcome.Trailers;
            }
        }

        _requests?.End();
    }

    private void ThrowUnlessOk()
    {
        if (_status is { StatusCode: not StatusCode.OK } status)
        {
            throw new RpcException(status, _trailers ?? []);
        }
    }

    /// <summary>Ends the call with what the exception stands for, and returns what to throw. The first failure stays.</summary>
    private RpcException Fail(Exception exception)
    {
        var known = exception as RpcException;
        End((known?.Status ?? TransportErrors.StatusOf(exception), known?.Trailers ?? []));

        // A message that is refused here (too large, not readable) leaves the server sending: stop it.
        _cancellation.Cancel();
        return known ?? Explain(exception);
    }

    /// <summary>What to throw for a failed write: the call's status where it is known. The call goes on: the server's own status may be on its way.</summary>
    private RpcException Explain(Exception exception) =>
        _status is { StatusCode: not StatusCode.OK } status
            ? new RpcException(status, _trailers ?? [])
            : new RpcException(TransportErrors.StatusOf(exception));

    private void GiveUp(StatusCode code, string detail)
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                return;
            }

            _status = new Status(code, detail);
            _trailers = [];
        }

        _cancellation.Cancel();
        _requests?.End();
    }

    private void Release()
    {
        _onCallerCancelled.Unregister();
        _onChannelClosed.Unregister();
        _deadlineTimer?.Dispose();
        _requests?.End();
        if (_response is { IsCompletedSuccessfully: true } response)
        {
            response.Result.Dispose();
        }
    }
}
