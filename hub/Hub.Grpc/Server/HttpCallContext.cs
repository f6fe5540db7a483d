using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.Core.Server;

/// <summary>A call that arrived over HTTP/2: its headers read, its status and messages written.</summary>
internal sealed partial class HttpCallContext(HttpContext http, IMethod method, CallSettings settings) : ServerCallContext, IDisposable
{
    private static readonly Task<FlushResult> Flushed = Task.FromResult(default(FlushResult));

    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private CallDeadline? _deadline;
    private DateTime _deadlineTime = DateTime.MaxValue;
    private Status _status;
    private bool _compressesResponses;
    private bool _hasWritten;
    private Task<FlushResult> _flush = Flushed;

    public HttpContext HttpContext { get; } = http;

    protected override string MethodCore => method.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? string.Empty;

    protected override string PeerCore => FormatPeer(HttpContext.Connection);

    protected override DateTime DeadlineCore => _deadlineTime;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? HttpContext.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Fires when the call is given up before its end; without a deadline the transport stops a read by itself and no token is needed.</summary>
    public CancellationToken ReadToken => _deadline?.Token ?? CancellationToken.None;

    /// <summary>Reads what the request says about time and compression. First of all, once.</summary>
    public void Begin()
    {
        HttpContext.Response.ContentType = GrpcHeaders.ContentType;
        var headers = HttpContext.Request.Headers;
        if (settings.CompressesResponses && Accepts(headers.GrpcAcceptEncoding, GrpcHeaders.Gzip))
        {
            _compressesResponses = true;
            HttpContext.Response.Headers.GrpcEncoding = GrpcHeaders.Gzip;
        }

        var timeout = headers.GrpcTimeout;
        if (timeout.Count == 0)
        {
            return;
        }

        if (!GrpcTimeout.TryParse(timeout, out var time))
        {
            Log.TimeoutIgnored(settings.Logger, method.FullName);
            return;
        }

        var now = settings.TimeProvider.GetUtcNow().UtcDateTime;
        _deadlineTime = DateTime.MaxValue - now > time ? now + time : DateTime.MaxValue;

        // Timers count to 24 days and a bit; nobody's call lives that long.
        if (time.TotalMilliseconds < int.MaxValue)
        {
            _deadline = new CallDeadline(this, time, settings.TimeProvider);
        }
    }

    public FrameReader<T> CreateReader<T>(Marshaller<T> marshaller)
        where T : class
    {
        var encoding = HttpContext.Request.Headers.GrpcEncoding;
        return new FrameReader<T>(
            HttpContext.Request.BodyReader, marshaller.ContextualDeserializer, settings.MaxReceiveSize, encoding.Count == 0 ? null : encoding.ToString());
    }

    public FrameWriter<T> CreateWriter<T>(Marshaller<T> marshaller) =>
        new(HttpContext.Response.BodyWriter, marshaller.ContextualSerializer, settings.MaxSendSize);

    /// <summary>Puts a message into the response without sending it yet.</summary>
    /// <exception cref="InvalidOperationException">The call has ended.</exception>
    public void Write<T>(FrameWriter<T> writer, T message, WriteOptions? options)
    {
        using (EnterResponse())
        {
            Put(writer, message, options ?? WriteOptionsCore);
        }
    }

    /// <summary>Puts a message into the response and starts sending it, unless the options ask to wait for the next one.</summary>
    /// <exception cref="InvalidOperationException">The call has ended.</exception>
    public Task<FlushResult> WriteAndFlush<T>(FrameWriter<T> writer, T message, WriteOptions? options)
    {
        options ??= WriteOptionsCore;
        using (EnterResponse())
        {
            Put(writer, message, options);
            return (options?.Flags & WriteFlags.BufferHint) == WriteFlags.BufferHint ? Flushed : StartFlush();
        }
    }

    /// <summary>
    /// What was last flushed is on its way, or nobody will ever read it: then the task fails or tells so. Await it before the response is completed: Kestrel takes a
    /// flush that is overtaken by the end for a failure, and resets the stream, or even the one of a later call that has taken its place.
    /// </summary>
    public Task WaitUntilFlushedAsync() => _flush;

    /// <summary>Ends the call, unless the deadline did.</summary>
    public async ValueTask EndAsync(Status status)
    {
        if (_deadline is null || _deadline.TryEnd())
        {
            await WaitUntilFlushedAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            WriteStatus(status, _responseTrailers);
        }
        else
        {
            await _deadline.WaitUntilExpiredAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _deadline?.Dispose();

    /// <summary>The status that an exception of a method stands for. Adds the exception's trailers to the call's.</summary>
    public Status StatusOf(Exception exception)
    {
        if (exception is RpcException rpc)
        {
            Log.EndedWithStatus(settings.Logger, method.FullName, rpc.StatusCode);
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }

            return rpc.Status;
        }

        if (HttpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            Log.GivenUp(settings.Logger, method.FullName);
            return new Status(StatusCode.Cancelled, "The client gave the call up.");
        }

        if (exception is BadHttpRequestException)
        {
            Log.BadRequest(settings.Logger, method.FullName);
            return new Status(StatusCode.Internal, "The HTTP request is malformed.");
        }

        Log.Failed(settings.Logger, method.FullName, ExceptionFrames.Of(exception));
        return new Status(
            StatusCode.Unknown,
            settings.SendsExceptionText ? $"The method failed. {exception.GetType().Name}: {exception.Message}" : "The method failed.");
    }

    public void LogDeadlineFailure(Exception exception) => Log.DeadlineFailed(settings.Logger, method.FullName, ExceptionFrames.Of(exception));

    /// <summary>Without a body the status goes into the response headers (Trailers-Only), otherwise behind the messages.</summary>
    public void WriteStatus(Status status, Metadata? trailers)
    {
        var response = HttpContext.Response;
        var headers = response.Headers;
        if (_hasWritten || response.HasStarted)
        {
            headers = HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
            if (headers is null || headers.IsReadOnly)
            {
                return; // the connection is lost, nobody can be told
            }
        }

        headers.GrpcStatus = GrpcHeaders.StatusValue(status.StatusCode);
        if (status.Detail.Length > 0)
        {
            headers.GrpcMessage = StatusMessage.Encode(status.Detail);
        }

        if (trailers is not null)
        {
            foreach (var entry in trailers)
            {
                headers.Append(entry.Key, entry.ToHeaderValue());
            }
        }
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_hasWritten || HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers are already sent: send them before the first message, once.");
        }

        Task flush;
        using (EnterResponse())
        {
            AddResponseHeaders(responseHeaders);
            flush = StartFlush();
        }

        await flush.ConfigureAwait(false);
    }

    /// <summary>
    /// The response is the caller's until the scope ends. A first flush starts the response, which a status that is written at the
    /// same moment would do too: Kestrel bears no two of them, so a flush starts inside this scope and may go on outside of it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The deadline has ended the call.</exception>
    private Lock.Scope EnterResponse()
    {
        if (_deadline is null)
        {
            return default;
        }

        var scope = _deadline.Gate.EnterScope();
        if (_deadline.HasEnded)
        {
            scope.Dispose();
            throw new InvalidOperationException("Nothing more can be written: the deadline has passed and the call has ended.");
        }

        return scope;
    }

    // Inside EnterResponse. Most flushes are done when they return: those cost no task.
    private Task<FlushResult> StartFlush()
    {
        var flush = HttpContext.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
        {
            return _flush = flush.AsTask();
        }

        var result = flush.Result;
        return _flush = result.IsCompleted || result.IsCanceled ? Task.FromResult(result) : Flushed;
    }

    private void Put<T>(FrameWriter<T> writer, T message, WriteOptions? options)
    {
        var flags = options?.Flags ?? WriteFlags.None;
        _hasWritten = true;
        writer.Write(message, _compressesResponses && (flags & WriteFlags.NoCompress) == 0);
    }

    private void AddResponseHeaders(Metadata responseHeaders)
    {
        foreach (var entry in responseHeaders)
        {
            if (!MetadataHeaders.IsReserved(entry.Key))
            {
                HttpContext.Response.Headers.Append(entry.Key, entry.ToHeaderValue());
            }
        }
    }

    private static bool Accepts(string? acceptEncoding, string encoding) =>
        acceptEncoding is not null && acceptEncoding.Split(',', StringSplitOptions.TrimEntries).Contains(encoding, StringComparer.Ordinal);

    private static string FormatPeer(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } address => $"ipv4:{address.MapToIPv4()}:{connection.RemotePort}",
        { AddressFamily: AddressFamily.InterNetworkV6 } address => $"ipv6:[{address}]:{connection.RemotePort}",
        IPAddress address => $"ipv4:{address}:{connection.RemotePort}",
    };

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in HttpContext.Request.Headers)
        {
            if (MetadataHeaders.IsReserved(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                MetadataHeaders.AddReceived(metadata, name, value ?? string.Empty);
            }
        }

        return metadata.Freeze();
    }

    private static partial class Log
    {
        [LoggerMessage(3901, LogLevel.Debug, "{Method} was called with a grpc-timeout that cannot be read; the call has no deadline.")]
        public static partial void TimeoutIgnored(ILogger logger, string method);

        [LoggerMessage(3902, LogLevel.Debug, "{Method} ended with {StatusCode}.")]
        public static partial void EndedWithStatus(ILogger logger, string method, StatusCode statusCode);

        [LoggerMessage(3903, LogLevel.Debug, "{Method} was given up by the client.")]
        public static partial void GivenUp(ILogger logger, string method);

        [LoggerMessage(3904, LogLevel.Error, "{Method} failed unexpectedly; the client was answered UNKNOWN. {Failure}")]
        public static partial void Failed(ILogger logger, string method, string failure);

        [LoggerMessage(3905, LogLevel.Debug, "{Method} was called with a malformed HTTP request.")]
        public static partial void BadRequest(ILogger logger, string method);

        [LoggerMessage(3906, LogLevel.Debug, "The deadline of {Method} could not be told to the client. {Failure}")]
        public static partial void DeadlineFailed(ILogger logger, string method, string failure);
    }
}
