using Microsoft.Playwright;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>Waits for what a visitor would see sooner or later.</summary>
internal static class Eventually
{
    public static Task VisibleAsync(ILocator place) => Assertions.Expect(place.First).ToBeVisibleAsync(new() { Timeout = (float)Visit.Patience.TotalMilliseconds });

    public static Task CountAsync(ILocator places, int count) => Assertions.Expect(places).ToHaveCountAsync(count, new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
}
