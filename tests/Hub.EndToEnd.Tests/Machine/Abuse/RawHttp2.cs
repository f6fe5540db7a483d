using System.Buffers.Binary;
using System.Net.Sockets;

namespace Hub.EndToEnd.Tests.Machine.Abuse;

/// <summary>One HTTP/2 connection by hand (RFC 9113), to send what no client would.</summary>
internal sealed class RawHttp2 : IDisposable
{
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte Continuation = 9;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient connection = new();

    /// <summary>What every request begins with, by the indices of HPACK's static table (RFC 7541, appendix A): POST, http, /, and an authority.</summary>
    public static byte[] AnyRequest => [0x83, 0x86, 0x84, 0x41, 0x01, (byte)'h'];

    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var http2 = new RawHttp2();
        await http2.connection.ConnectAsync(address.Host, address.Port);
        await http2.SendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])]);
        return http2;
    }

    public static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    /// <summary>False once the other side has closed.</summary>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            await connection.GetStream().WriteAsync(bytes, limit.Token);
            return true;
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads until the other side closes, gives up this connection or a stream of it, or answers a ping as if nothing had happened.</summary>
    public async Task<string> VerdictAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var head = new byte[9];
                await connection.GetStream().ReadExactlyAsync(head, limit.Token);
                await connection.GetStream().ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) >>> 8], limit.Token);
                switch (head[3])
                {
                    case GoAway:
                        return "connection given up";
                    case Reset:
                        return "stream given up";
                    case Ping when head[4] == 1:
                        return "taken";
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            return "closed"; // a socket that the other side reset says so as InvalidOperationException
        }
    }

    /// <summary>Reads and throws away, so that neither side waits for the other.</summary>
    public async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        try
        {
            var stream = connection.GetStream();
            while (await stream.ReadAsync(buffer, limit.Token) > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed from one side or the other, before the first read perhaps.
        }
    }

    public void Dispose() => connection.Dispose();
}
