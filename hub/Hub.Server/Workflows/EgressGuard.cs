using System.Net;
using System.Net.Sockets;

namespace Hub.Server.Workflows;

/// <summary>
/// Which addresses a workflow may call (OWASP API7, server-side request forgery). The name is resolved once and the connection
/// goes to the address that was judged, so an answer that changes between the check and the call changes nothing.
/// </summary>
internal sealed class EgressGuard(HubOptions options)
{
    /// <summary>Connects to an allowed address of the end point, or refuses.</summary>
    /// <exception cref="HttpRequestException">No address of the host is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        if (options.IsOffline)
        {
            throw new EgressRefusedException(host, isOffline: true);
        }

        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (!IsAllowed(address))
            {
                continue;
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new EgressRefusedException(host);
    }

    /// <summary>Public addresses; the loopback too while the hub itself listens there only, as it does on a designer's machine.</summary>
    public bool IsAllowed(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address))
        {
            return options.Http.IsLoopback;
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? IsPublic(address.GetAddressBytes())
            : IsPublicV6(address.GetAddressBytes());
    }

    // Global unicast is 2000::/3 (RFC 4291 §2.4); of it, 6to4 and Teredo carry an IPv4 address that nobody has judged, and
    // 2001:db8::/32 is for documents. 64:ff9b::/96 (NAT64, RFC 6052) is the way to IPv4 from a network without it.
    private static bool IsPublicV6(ReadOnlySpan<byte> address) => address switch
    {
        [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] => IsPublic(address[12..]),
        [0x20, 0x02, ..] or [0x20, 0x01, 0, 0, ..] or [0x20, 0x01, 0x0d, 0xb8, ..] => false,
        [var first, ..] => (first & 0xe0) == 0x20,
        _ => false,
    };

    // RFC 6890: special-purpose ranges that never lead to a service outside.
    private static bool IsPublic(ReadOnlySpan<byte> address) => address switch
    {
        [0 or 10 or 127, ..] => false,
        [100, >= 64 and <= 127, ..] => false,
        [169, 254, ..] => false,
        [172, >= 16 and <= 31, ..] => false,
        [192, 168, ..] or [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => false,
        [>= 224, ..] => false,
        _ => true,
    };
}

/// <summary>The host has no address that a workflow may call.</summary>
internal sealed class EgressRefusedException(string host, bool isOffline = false) : HttpRequestException(isOffline
    ? $"The host {host} is not called: this run makes no outside calls."
    : $"The host {host} leads to a private or reserved address, which a workflow may not call.");
