namespace Hub.Server.Tests.Web.Admission;

public sealed class LoadLimitsTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void For_MoreMemory_TakesOnMoreUpToWhatTheProcessorsCanDo()
    {
        var small = LoadLimits.For(192 * Mebibyte, 2);
        var large = LoadLimits.For(24 * 1024 * Mebibyte, 2);
        var wide = LoadLimits.For(24 * 1024 * Mebibyte, 16);

        Assert.Equal(48 * Mebibyte, small.AdmissionBytes);
        Assert.Equal(256 * Mebibyte, large.AdmissionBytes);
        Assert.Equal(2048 * Mebibyte, wide.AdmissionBytes);
        Assert.True(small.Connections < large.Connections);
        Assert.True(small.LaneWidth < large.LaneWidth);
        Assert.True(small.HttpWaits < large.HttpWaits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void For_NoMemoryTold_StillTakesOnSomething(long memory)
    {
        var limits = LoadLimits.For(memory, 1);

        Assert.True(limits.AdmissionBytes >= 16 * Mebibyte);
        Assert.True(limits is { Connections: >= 256, LaneWidth: >= 16, HttpWaits: >= 16, Effects: >= 64 });
    }
}
