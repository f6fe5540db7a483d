using Hub.Server.ReferenceData;
using Microsoft.Extensions.Logging;

namespace Hub.Server.Tests.ReferenceData;

public sealed class CommuneTableNoticeTests
{
    [Fact]
    public void Tell_NoTableThere_WarnsOfWhatIsNotChecked()
    {
        var logger = new Kept();

        new CommuneTableNotice(logger).Tell(Path.Combine(AppContext.BaseDirectory, "no-such-folder", "communes.tsv.gz"));

        var (level, text) = Assert.Single(logger.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("cog-commune", text, StringComparison.Ordinal);
        Assert.Contains("isPostcodeOf", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_TableThere_IsSilent()
    {
        var logger = new Kept();

        new CommuneTableNotice(logger).Tell(typeof(CommuneTableNoticeTests).Assembly.Location);

        Assert.Empty(logger.Entries);
    }

    private sealed class Kept : ILogger<CommuneTableNotice>
    {
        public List<(LogLevel Level, string Text)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((logLevel, formatter(state, exception)));
    }
}
