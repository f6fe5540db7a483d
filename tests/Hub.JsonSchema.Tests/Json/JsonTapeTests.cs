using System.Text;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Tests.Json;

/// <summary>What the tape reads the fast way, the platform's reader reads too, token for token; what the reader refuses, the fast way never takes.</summary>
public sealed class JsonTapeTests
{
    private static readonly string[] Seeds =
    [
        """{"a":[1,-2.5e+10,0,true,false,null,"x"],"é":{"b":{},"c":[]},"long text of more than sixteen bytes":"another one, with \"escapes\" \u00e9 \\ and \/ more behind them"}""",
        """ [ [ ] , { } , [ [ 1 , 2 ] , { "a" : 0.5 } ] , 1E5 , -0 ] """,
        "\"\\ud83d\\ude00 \\n\\t\\b\\f\\r\"",
        "\t12345678901234567890.5e-7\r\n",
        "[\"\",\"1234567890123456\",\"12345678901234567\",\"123456789012345\"]",
        "null",
    ];

    // Where a byte is changed, mostly to one that means something.
    private const string Bytes = "{}[]\",:\\/0123456789.-+eE truefalsnb\n\t\r\u0001\u001f\u007fé";

    [Fact]
    public void TryScan_DocumentsWithBytesChanged_AreReadAsByTheReader()
    {
        var random = new Random(20261122);
        var count = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 3_000_000 : 60_000;
        var replacements = Encoding.UTF8.GetBytes(Bytes);
        var (taken, left) = (new JsonTape(), new JsonTape());
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seeds[i % Seeds.Length]).ToList();
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = replacements[random.Next(replacements.Length)];
                        break;
                    case 1:
                        bytes.Insert(at, replacements[random.Next(replacements.Length)]);
                        break;
                    default:
                        bytes.RemoveAt(at);
                        break;
                }

                if (bytes.Count == 0)
                {
                    bytes.Add((byte)' ');
                }
            }

            var document = bytes.ToArray();
            var depth = random.Next(2) == 0 ? 64 : 2;
            var scanned = taken.TryScan(document, depth);
            var read = left.ReadSlowly(document, depth) is null;
            Assert.True(scanned == read, $"scanned: {scanned}, read: {read}, depth {depth}: {Encoding.UTF8.GetString(document)}");
            if (read)
            {
                Assert.True(taken.Tokens.SequenceEqual(left.Tokens), Encoding.UTF8.GetString(document));
                Assert.Equal(left.Depth, taken.Depth);
            }

            accepted += read ? 1 : 0;
            refused += read ? 0 : 1;
        }

        Assert.InRange(accepted, count / 10, count);
        Assert.InRange(refused, count / 10, count);
    }

    [FactIfData("json-test-suite")]
    public void TryScan_FilesOfTheJsonTestSuite_AreTakenExactlyWhenTheReaderAcceptsThem()
    {
        var (taken, left) = (new JsonTape(), new JsonTape());
        var files = Directory.GetFiles(Path.Combine(TestData.Folder("json-test-suite"), "test_parsing"), "*.json");

        Assert.All(files, file => Assert.Equal(left.ReadSlowly(File.ReadAllBytes(file), 64) is null, taken.TryScan(File.ReadAllBytes(file), 64)));
        Assert.Equal(318, files.Length);
    }
}
