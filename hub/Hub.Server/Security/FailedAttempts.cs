using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hub.Server.Security;

/// <summary>
/// Counts refused credentials per address: past 30 in a minute the answer is "later" (429). A right key always passes, because
/// whole town halls share one address and a neighbour's mistake must not lock them out; 256-bit keys cannot be guessed anyway.
/// </summary>
internal sealed class FailedAttempts(TimeProvider clock)
{
    public const int PerWindow = 30;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Past this many addresses the oldest windows are swept; an attacker with many addresses must not fill the memory.
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<IPAddress, Counter> counters = new();

    /// <summary>Counts one failure. Null while the address is within its allowance; otherwise how long it should wait.</summary>
    public TimeSpan? Count(IPAddress? address)
    {
        // Not the time of day: a clock set back would keep an address waiting until it had caught up.
        var now = clock.GetTimestamp();
        if (counters.Count >= MostAddresses)
        {
            Sweep(now);
        }

        var counter = counters.AddOrUpdate(
            Group(address),
            _ => new Counter(now, 1),
            (_, old) => clock.GetElapsedTime(old.Since, now) >= Window ? new Counter(now, 1) : old with { Failures = old.Failures + 1 });
        return counter.Failures <= PerWindow ? null : Window - clock.GetElapsedTime(counter.Since, now);
    }

    private void Sweep(long now)
    {
        foreach (var (address, counter) in counters)
        {
            if (clock.GetElapsedTime(counter.Since, now) >= Window)
            {
                counters.TryRemove(address, out _);
            }
        }

        if (counters.Count >= MostAddresses)
        {
            counters.Clear();
        }
    }

    /// <summary>One IPv6 customer owns a whole /64, so that is what counts as one address.</summary>
    private static IPAddress Group(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed record Counter(long Since, int Failures);
}
