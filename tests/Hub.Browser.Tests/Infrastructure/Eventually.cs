using System.Diagnostics;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>Waits for what a visitor would see sooner or later.</summary>
internal static class Eventually
{
    public static Task VisibleAsync(ILocator place) => Assertions.Expect(place.First).ToBeVisibleAsync(new() { Timeout = (float)Visit.Patience.TotalMilliseconds });

    /// <param name="what">What is waited for, for the message.</param>
    public static async Task TrueAsync(Func<bool> isSo, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Visit.Patience, $"Waited {Visit.Patience.TotalSeconds} s in vain until {what}.");
            await Task.Delay(100);
        }
    }

    public static Task CountAsync(ILocator places, int count) => Assertions.Expect(places).ToHaveCountAsync(count, new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
}
