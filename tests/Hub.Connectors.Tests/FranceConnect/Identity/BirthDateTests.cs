using Hub.Connectors.FranceConnect.Identity;

namespace Hub.Connectors.Tests.FranceConnect.Identity;

public class BirthDateTests
{
    [Theory]
    [InlineData("1992-11-05", "1992-11-05", "1992-11-05", "day")]
    [InlineData("1992-11-05", null, "1992-11-05", "day")]
    [InlineData("1992-11-05", "", "1992-11-05", "day")]
    [InlineData("1992-11-01", "1992-11-00", "1992-11", "month")]
    [InlineData("1992-01-01", "1992-00-00", "1992", "year")]
    [InlineData("1992-00-00", null, "1992", "year")]
    [InlineData("2000-02-29", "2000-02-29", "2000-02-29", "day")]
    public void From_DateOfTheRegistry_KeepsWhatIsKnown(string? birthdate, string? idp, string value, string precision) =>
        Assert.Equal(new BirthDate(value, precision), BirthDate.From(birthdate, idp));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("1999-02-29", null)]
    [InlineData("1992-13-01", null)]
    [InlineData("1992-13-01", "1992-13-00")]
    [InlineData("1992-00-12", null)]
    [InlineData("92-11-05", null)]
    [InlineData("1992-11-05T00:00:00Z", null)]
    [InlineData("1992-11-05\n", null)]
    [InlineData("١٩٩٢-11-05", null)]
    [InlineData("1991-11-01", "1992-11-00")]
    public void From_NoDateOrContradiction_IsNull(string? birthdate, string? idp) => Assert.Null(BirthDate.From(birthdate, idp));
}
