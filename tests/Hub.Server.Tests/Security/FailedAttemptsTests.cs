using System.Net;
using Hub.Server.Security;

namespace Hub.Server.Tests.Security;

public sealed class FailedAttemptsTests
{
    [Fact]
    public void Count_ClockSetBack_TheWindowStillEndsAfterAMinute()
    {
        var clock = new ManualClock();
        var attempts = new FailedAttempts(clock);
        for (var i = 0; i <= FailedAttempts.PerWindow; i++)
        {
            attempts.Count(IPAddress.Loopback);
        }

        clock.Jump(TimeSpan.FromDays(-3));
        Assert.True(attempts.Count(IPAddress.Loopback) <= FailedAttempts.Window);
        clock.Advance(FailedAttempts.Window);

        Assert.Null(attempts.Count(IPAddress.Loopback));
    }
}
