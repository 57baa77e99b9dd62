using System.Globalization;
using Concord.Cli;
using Concord.Cli.Terminals;
using Concord.Tensors.Storage;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.SetOut(StandardOutput.Open());
if (Descriptor.IsClosed(Descriptor.Error))
    Console.SetError(TextWriter.Null);
var terminal = Terminal.OfProcess();
using var ending = new EndAtOnce(terminal);
return CommandLine.Run(args, terminal);
