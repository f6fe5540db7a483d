using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Hub.Expressions.Domain;
using Hub.JsonSchema;
using Hub.Server.ReferenceData;

namespace Hub.Server.Tests.ReferenceData;

public sealed class ReferenceFormatsTests
{
    private static readonly CommuneTable Small = Pack("#\t2026-01-01\n22159\t-\t22\t53\t\t\t|1972-01-01|day|22282|Notre-Dame-du-Guildo\n35238\tC\t35\t53\t\t35000\t||day||Rennes\n");

    [Theory]
    [InlineData("siren", "732829320", true)]
    [InlineData("siren", "732 829 320", false)]
    [InlineData("siren", "732829321", false)]
    [InlineData("siren", "000000000", false)]
    [InlineData("siret", "73282932000074", true)]
    [InlineData("siret", "73282932000075", false)]
    [InlineData("siret", "35600000049837", true)]
    [InlineData("siret", "35600000049838", false)]
    [InlineData("siret", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", false)]
    [InlineData("nir", "255081416802538", true)]
    [InlineData("nir", "255081416802539", false)]
    [InlineData("nir", "2 55 08 14 168 025 38", false)]
    [InlineData("nir", "755081416802553", false)]
    [InlineData("iban", "FR1420041010050500013M02606", true)]
    [InlineData("iban", "fr1420041010050500013m02606", false)]
    [InlineData("iban", "FR1420041010050500013M02607", false)]
    [InlineData("iban", "DE89370400440532013000", true)]
    [InlineData("iban", "DE8937040044053201300", false)]
    [InlineData("fr-postcode", "35000", true)]
    [InlineData("fr-postcode", "20000", true)]
    [InlineData("fr-postcode", "98714", true)]
    [InlineData("fr-postcode", "9800", false)]
    [InlineData("fr-postcode", "2A000", false)]
    [InlineData("fr-postcode", "99123", false)]
    [InlineData("fr-phone", "02 99 00 00 00", true)]
    [InlineData("fr-phone", "+33 6 12 34 56 78", true)]
    [InlineData("fr-phone", "0590 12 34 56", true)]
    [InlineData("fr-phone", "+687261234", true)]
    [InlineData("fr-phone", "+3221234567", false)]
    [InlineData("fr-phone", "061234567", false)]
    [InlineData("cog-commune", "35238", true)]
    [InlineData("cog-commune", "22159", true)]
    [InlineData("cog-commune", "35000", false)]
    [InlineData("cog-commune", "3523", false)]
    public void IsValid_ValueOfAFormat_FollowsItsRule(string format, string value, bool expected) =>
        Assert.Equal(expected, Compile(format, Small).IsValid(JsonSerializer.SerializeToUtf8Bytes(value)));

    [Theory]
    [InlineData("7")]
    [InlineData("8")]
    public void IsValid_ProvisionalNir_IsAccepted(string first)
    {
        var body = first + "550814168025";
        var number = body + SocialSecurityNumber.KeyOf(body);

        Assert.True(Compile("nir", Small).IsValid(JsonSerializer.SerializeToUtf8Bytes(number)));
    }

    [Fact]
    public void Validate_WrongValues_AreToldInBothLanguagesWithoutTheValue()
    {
        foreach (var (format, value) in new[] { ("siren", "732829321"), ("siret", "7328293200007"), ("nir", "255081416802539"), ("iban", "FR1420041010050500013M02607"), ("fr-postcode", "9800"), ("fr-phone", "061234567"), ("cog-commune", "35999"), ("cog-commune", "rue haute") })
        {
            var message = Compile(format, Small).Validate(JsonSerializer.SerializeToUtf8Bytes(value)).Errors.Single().Message;

            Assert.DoesNotContain(value, message.Fr + message.En, StringComparison.Ordinal);
            Assert.StartsWith("Le texte doit être ", message.Fr, StringComparison.Ordinal);
            Assert.StartsWith("The text must be ", message.En, StringComparison.Ordinal);
            Assert.Contains(" ; ", message.Fr, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void IsValid_CommuneCodeWithoutTheTable_IsJudgedByItsShapeOnly()
    {
        var validator = Compile("cog-commune", null);

        Assert.All(["35238", "2A004", "20115", "98735", "35999"], code => Assert.True(validator.IsValid(JsonSerializer.SerializeToUtf8Bytes(code)), code));
        Assert.All(["3523", "2C004", "Rennes", "352380"], code => Assert.False(validator.IsValid(JsonSerializer.SerializeToUtf8Bytes(code)), code));
    }

    [Fact]
    public void IsValid_NumbersAndLongTexts_AllocateNothing()
    {
        foreach (var (format, value) in new[] { ("siren", "732829320"), ("siret", "73282932000074"), ("nir", "255081416802538"), ("iban", "FR1420041010050500013M02606"), ("fr-postcode", "35000"), ("cog-commune", "22159"), ("siret", new string('7', 100_000)) })
        {
            var validator = Compile(format, Small);
            var json = JsonSerializer.SerializeToUtf8Bytes(value);

            // What was compiled in a hurry boxes here and there; the hub compiles well at once, tests do so after a while.
            var deadline = DateTime.UtcNow.AddMinutes(2);
            long allocated;
            do
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 1000; i++)
                {
                    _ = validator.IsValid(json);
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }
            while (allocated > 0 && DateTime.UtcNow < deadline);

            Assert.Equal((format, 0), (format, allocated));
        }
    }

    [Fact]
    public void Names_OfTheFormats_AreAllAsserted() =>
        Assert.Equal(ReferenceFormats.Names.Order(StringComparer.Ordinal), ReferenceFormats.Options.Formats.Keys.Order(StringComparer.Ordinal));

    private static JsonSchemaValidator Compile(string format, CommuneTable? table) =>
        new SchemaRegistry().Compile(JsonSerializer.SerializeToElement(new { format }), ReferenceFormats.With(() => table));

    private static CommuneTable Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        packed.Position = 0;
        return CommuneTable.Read(packed);
    }
}
